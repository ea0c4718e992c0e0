package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 255, 256, 0x7fff_ffff_ffff_ffffL})
    void what_is_written_is_read_again(long number) {
        SessionId id = new SessionId("balancer.of-4", number);
        assertThat(SessionId.parse(id.toString())).contains(id);
    }

    @Test
    void an_id_names_its_balancer_first() {
        assertThat(new SessionId("balancer-1a2b3c4d", 0xc02)).hasToString("balancer-1a2b3c4d.c02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "b", "b.", ".1", "b.g", "b.-1", "b. 1", "b.00000000000000001", "b.1.", "b.٣"})
    void what_is_no_id_is_not_read(String text) {
        assertThat(SessionId.parse(text)).isEmpty();
    }
}
