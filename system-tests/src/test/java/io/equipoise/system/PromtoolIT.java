package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.metrics.BalancerMetrics;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own parser and its rules for names find nothing to say about the metrics. */
@Tag("patient")
@Tag("peers")
class PromtoolIT {
    private static final String HOSTILE = "a\"} 1\n# TYPE x\\\t\u00e9<img src=x>";
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_000);

    @TempDir
    private Path folder;

    @Test
    void promtool_takes_the_text_without_a_warning() throws Exception {
        Path file = Files.writeString(folder.resolve("metrics"), text());
        Command promtool = Command.of("/bin/sh", "-c", "exec promtool check metrics < \"$0\"", file.toString());
        try (RunningProcess process = promtool.start()) {
            int code = process.awaitExit();
            String said = process.output().lines().stream().map(LogLine::text).collect(Collectors.joining("\n"));
            assertThat(said).isEmpty();
            assertThat(code).isZero();
        }
    }

    private static String text() {
        BackendPool pool = new BackendPool(
                service -> new ServicePolicy("first", (nodes, rotation) -> request -> nodes.get(0), 1, 50), () -> 0);
        ListenerConfig listener = new ListenerConfig(HOSTILE, "127.0.0.1", 0, HOSTILE, 1);
        try (BalancerMetrics metrics = new BalancerMetrics(
                List.of(listener), 1, () -> {}, pool::snapshot, () -> 0, "1", InstantSource.system())) {
            Backend backend = new Backend(
                    HOSTILE, 1, HOSTILE, ADDRESS, 1, 0, "", Backend.Mode.READY, Backend.Origin.ANNOUNCED, Map.of());
            pool.apply(List.of(new PoolUpdate.Upsert(backend))).forEach(metrics::onEvent);
            BackendNode node = pool.snapshot().nodes().iterator().next();
            metrics.onAccepted(HOSTILE, HOSTILE);
            metrics.onConnectFailed(node, CloseReason.CONNECT_REFUSED);
            metrics.onClosed(new SessionReport(
                    1, 0, HOSTILE, ADDRESS, HOSTILE, backend, 1, 1, 1, 1, 1, 1, 1, 1, 1, CloseReason.CLIENT_CLOSED));
            metrics.onLoopLate(1);
            return metrics.scrape();
        }
    }
}
