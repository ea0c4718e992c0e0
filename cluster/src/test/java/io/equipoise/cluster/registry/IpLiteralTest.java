package io.equipoise.cluster.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "fd00::a:1", "::ffff:10.0.0.1"})
    void an_address_is_read(String text) throws UnknownHostException {
        assertThat(IpLiteral.parse(text)).contains(InetAddress.getByName(text));
    }

    /** Java would look most of these up as names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "999.1.1.1",
                "1.2.3.256",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3.4",
                "010.1.1.1",
                "1",
                "0x7f.0.0.1",
                "4294967295",
                ".::1",
                "1:2",
                "::1::",
                ":::",
                ":",
                "fe80::1%eth0",
                "[::1]",
                "::1 ",
                "::ffff:999.1.1.1",
                "a.b:c",
                "１.1.1.1"
            })
    void anything_else_is_none(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }
}
