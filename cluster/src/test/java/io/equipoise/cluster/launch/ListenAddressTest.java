package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "localhost"})
    void a_free_port_is_taken(String host) {
        assertThatCode(() -> new ListenAddress("", host, 0).check()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1"})
    void F3_a_port_on_which_something_listens_is_named(String host) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
            ListenAddress address = new ListenAddress("listeners[1]", host, other.getLocalPort());
            assertThatThrownBy(address::check)
                    .isInstanceOf(StartFailure.class)
                    .isNotInstanceOf(InvalidConfig.class)
                    .hasMessage("listeners[1].port is " + other.getLocalPort() + ", where something listens already on "
                            + host + " (ss -ltnp shows what); allowed is a free port, or 0 for any free one");
        }
    }

    @Test
    void a_port_whose_last_connections_linger_is_free() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK);
                Socket client = new Socket(LOOPBACK, other.getLocalPort())) {
            port = other.getLocalPort();
            // Who closes first keeps the port busy for a while.
            acceptAndClose(other);
            client.getInputStream().read();
        }
        assertThatCode(() -> new ListenAddress("", "127.0.0.1", port).check()).doesNotThrowAnyException();
    }

    @Test
    void looking_leaves_nothing_behind() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
            port = other.getLocalPort();
        }
        ListenAddress address = new ListenAddress("", "127.0.0.1", port);
        address.check();
        address.check();
    }

    @Test
    void an_address_of_another_machine_is_named() {
        assertThatThrownBy(() -> new ListenAddress("admin", "192.0.2.77", 0).check())
                .isInstanceOf(InvalidConfig.class)
                .hasMessage(
                        "admin.host is \"192.0.2.77\"; allowed is an address that a network interface of this machine"
                                + " has");
    }

    @Test
    void a_name_that_leads_nowhere_is_named() {
        assertThatThrownBy(() -> new ListenAddress("", "no.such.invalid", 0).check())
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith("host is \"no.such.invalid\"; allowed is an address of this machine");
    }

    private static void acceptAndClose(ServerSocket listening) throws IOException {
        listening.accept().close();
    }
}
