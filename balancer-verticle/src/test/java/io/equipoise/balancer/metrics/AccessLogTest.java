package io.equipoise.balancer.metrics;

import static io.equipoise.balancer.pool.Backends.backend;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.AccessLogConfig;
import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private final Logged logged = Logged.by(AccessLog.LOGGER);
    private double dice;

    @AfterEach
    void close() {
        logged.close();
    }

    @Test
    void a_line_says_all_of_a_session_and_its_entries_say_the_same() {
        log(true, 1).onClosed(ended(backend(1), CloseReason.CLIENT_CLOSED));
        assertThat(text())
                .isEqualTo("start=2026-11-29T08:20:17.007Z session=b.ff listener=front client=127.0.0.1:4711"
                        + " service=web backend=" + backend(1).id() + " attempts=2 queueMs=0.000 connectMs=1.234"
                        + " firstByteMs=- totalMs=61000.050 bytesIn=7 bytesOut=9 reason=client_closed");
        assertThat(fields().entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(text());
        assertThat(fields()).containsEntry("bytesIn", 7L).containsEntry("attempts", 2);
    }

    @Test
    void a_session_without_a_backend_has_a_dash() {
        log(true, 1).onClosed(ended(null, CloseReason.NO_BACKEND));
        assertThat(fields()).containsEntry("backend", "-");
    }

    @Test
    void of_those_that_ended_well_a_share_is_logged_and_of_the_others_each() {
        AccessLog log = log(true, 0.25);
        dice = 0.25;
        log.onClosed(ended(backend(1), CloseReason.CLIENT_CLOSED));
        assertThat(logged.events()).isEmpty();
        log.onClosed(ended(backend(1), CloseReason.BACKEND_RESET));
        assertThat(logged.events()).hasSize(1);
        dice = 0.24;
        log.onClosed(ended(backend(1), CloseReason.BACKEND_CLOSED));
        assertThat(logged.events()).hasSize(2);
    }

    @Test
    void a_log_that_is_off_says_nothing() {
        log(false, 1).onClosed(ended(backend(1), CloseReason.BACKEND_RESET));
        assertThat(logged.events()).isEmpty();
    }

    private AccessLog log(boolean enabled, double sample) {
        return new AccessLog("b", new AccessLogConfig(enabled, sample), () -> dice);
    }

    private static SessionReport ended(@Nullable Backend backend, CloseReason reason) {
        return new SessionReport(
                255,
                1_795_940_417_007L,
                "front",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_711),
                "web",
                backend,
                2,
                0,
                1_234_567,
                -1,
                61_000_050_000L,
                7,
                9,
                0,
                0,
                reason);
    }

    private String text() {
        return fields().toString();
    }

    private AccessLine fields() {
        assertThat(logged.events()).hasSize(1);
        assertThat(logged.events().get(0).getMessage()).isEqualTo("session");
        return (AccessLine) logged.events().get(0).getArgumentArray()[0];
    }
}
