package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.client.report.Failure;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** The words are those of NIO and of Netty's native transports on Linux. */
class SocketFailuresTest {
    @Test
    void refused_and_timed_out_connects_are_told_apart_from_all_others() {
        assertThat(SocketFailures.ofConnecting(new ConnectException("Connection refused: /127.0.0.1:1"), false))
                .isEqualTo(Failure.CONNECT_REFUSED);
        assertThat(SocketFailures.ofConnecting(
                        new ConnectException("connection timed out after 200 ms: /127.0.0.1:1"), false))
                .isEqualTo(Failure.CONNECT_TIMEOUT);
        assertThat(SocketFailures.ofConnecting(new ConnectException("Connection timed out"), false))
                .isEqualTo(Failure.CONNECT_TIMEOUT);
        assertThat(SocketFailures.ofConnecting(new NoRouteToHostException("No route to host"), false))
                .isEqualTo(Failure.CONNECT_FAILED);
        assertThat(SocketFailures.ofConnecting(new BindException("Cannot assign requested address"), false))
                .isEqualTo(Failure.CONNECT_FAILED);
        assertThat(SocketFailures.ofConnecting(new UnknownHostException("refused.invalid"), false))
                .isEqualTo(Failure.CONNECT_FAILED);
        assertThat(SocketFailures.ofConnecting(new IOException((String) null), false))
                .isEqualTo(Failure.CONNECT_FAILED);
    }

    @Test
    void what_ends_a_handshake_is_a_failure_of_tls_and_what_comes_before_is_not() {
        assertThat(SocketFailures.ofConnecting(new IOException(new SSLHandshakeException("no trust")), true))
                .isEqualTo(Failure.TLS_FAILED);
        assertThat(SocketFailures.ofConnecting(new ClosedChannelException(), true))
                .isEqualTo(Failure.TLS_FAILED);
        assertThat(SocketFailures.ofConnecting(new SocketException("Connection reset"), true))
                .isEqualTo(Failure.TLS_FAILED);
        assertThat(SocketFailures.ofConnecting(new ConnectException("Connection refused"), true))
                .isEqualTo(Failure.CONNECT_REFUSED);
    }

    @Test
    void a_reset_may_show_when_reading_or_when_writing() {
        assertThat(SocketFailures.isReset(new SocketException("Connection reset")))
                .isTrue();
        assertThat(SocketFailures.isReset(
                        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer")))
                .isTrue();
        assertThat(SocketFailures.isReset(new IOException("Broken pipe"))).isTrue();
        assertThat(SocketFailures.isReset(new IOException("Connection was closed")))
                .isFalse();
        assertThat(SocketFailures.isReset(new IOException((String) null))).isFalse();
    }
}
