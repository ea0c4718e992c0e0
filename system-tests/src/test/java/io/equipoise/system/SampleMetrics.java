package io.equipoise.system;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.metrics.BalancerMetrics;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionReport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What Prometheus is given by a balancer that has seen one of everything. */
final class SampleMetrics {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_000);

    private SampleMetrics() {}

    /** The text, with that name for the listener, the service and the backend. */
    static String text(String name) {
        BackendPool pool = new BackendPool(
                service -> new ServicePolicy("first", (nodes, rotation) -> request -> nodes.get(0), 1, 50), () -> 0);
        ListenerConfig listener = new ListenerConfig(name, "127.0.0.1", 0, name, 1);
        try (BalancerMetrics metrics = new BalancerMetrics(
                List.of(listener), 1, () -> {}, pool::snapshot, () -> 0, () -> 1, "1", InstantSource.system())) {
            Backend backend = new Backend(
                    name, 1, name, ADDRESS, 1, 0, "", Backend.Mode.READY, Backend.Origin.ANNOUNCED, Map.of());
            pool.apply(List.of(new PoolUpdate.Upsert(backend))).forEach(metrics::onEvent);
            BackendNode node = pool.snapshot().nodes().iterator().next();
            metrics.onAccepted(name, name);
            metrics.onConnectFailed(node, CloseReason.CONNECT_REFUSED);
            metrics.onClosed(new SessionReport(
                    1, 0, name, ADDRESS, name, backend, 1, 1, 1, 1, 1, 1, 1, 1, 1, CloseReason.CLIENT_CLOSED));
            metrics.onLoopLate(1);
            return metrics.scrape();
        }
    }
}
