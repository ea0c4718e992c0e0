package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes and ends of directions, each way. */
class RelayIT {

    @ParameterizedTest
    @EnumSource
    void an_echo_comes_back_and_the_session_is_reported_once(Net net) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), backend.port());
                RawConnection client = proxy.connect()) {
            client.send("hello\n");
            assertThat(client.receiveLine()).isEqualTo("hello");
            client.finish();
            assertThat(client.receiveAll()).isEmpty();

            SessionReport report = proxy.report();
            assertThat(report.reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
            assertThat(report.bytesFromClient()).isEqualTo(6);
            assertThat(report.bytesFromBackend()).isEqualTo(6);
            assertThat(report.attempts()).isEqualTo(1);
            assertThat(report.firstByteNanos()).isPositive();
            assertThat(report.connectNanos()).isPositive().isLessThan(report.totalNanos());
        }
    }
}
