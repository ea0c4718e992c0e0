package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final SocketAddress A = SocketAddress.inetSocketAddress(1, "127.0.0.1");
    private static final SocketAddress B = SocketAddress.inetSocketAddress(2, "127.0.0.1");
    private static final SocketAddress C = SocketAddress.inetSocketAddress(3, "127.0.0.1");

    @Test
    void are_taken_in_turn_from_the_given_one_on() {
        Targets targets = new Targets(List.of(A, B, C), 4);
        assertThat(List.of(targets.next(), targets.next(), targets.next(), targets.next()))
                .containsExactly(B, C, A, B);
    }

    @Test
    void the_turn_survives_the_largest_number() {
        Targets targets = new Targets(List.of(A, B, C), Integer.MAX_VALUE);
        assertThat(List.of(targets.next(), targets.next(), targets.next())).containsExactlyInAnyOrder(A, B, C);
    }

    @Test
    void the_last_known_ones_stay_when_none_is_found() {
        Targets targets = new Targets(List.of(A), 0);
        assertThat(targets.replace(List.of())).isFalse();
        assertThat(targets.next()).isEqualTo(A);
    }

    @Test
    void news_replace_them_and_the_same_again_is_no_news() {
        Targets targets = new Targets(List.of(A), 0);
        assertThat(targets.replace(List.of(A, B))).isTrue();
        assertThat(targets.replace(List.of(A, B))).isFalse();
        assertThat(List.of(targets.next(), targets.next())).containsExactlyInAnyOrder(A, B);
    }
}
