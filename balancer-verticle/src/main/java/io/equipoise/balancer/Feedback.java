package io.equipoise.balancer;

import io.equipoise.balancer.health.HealthChecker;
import io.equipoise.balancer.health.OutlierDetector;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.balancer.proxy.SessionReport;
import io.vertx.core.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries what data loops see of backends over to the control loop, and tells the others: of ends by {@link Reports}. */
final class Feedback implements SessionListener {
    private final Context control;
    private final HealthChecker health;
    private final OutlierDetector outliers;
    private final List<SessionListener> sinks;
    private final Reports reports;

    Feedback(
            Context control,
            HealthChecker health,
            OutlierDetector outliers,
            List<SessionListener> sinks,
            Reports reports) {
        this.control = control;
        this.health = health;
        this.outliers = outliers;
        this.sinks = List.copyOf(sinks);
        this.reports = reports;
    }

    @Override
    public void onAccepted(String listener, String service) {
        for (SessionListener sink : sinks) {
            sink.onAccepted(listener, service);
        }
    }

    @Override
    public void onConnectFailed(BackendNode node, CloseReason reason) {
        control.runOnContext(v -> health.probeNow(node));
        for (SessionListener sink : sinks) {
            sink.onConnectFailed(node, reason);
        }
    }

    @Override
    public void onBackendFailed(BackendNode node, CloseReason reason) {
        control.runOnContext(v -> outliers.onFailure(node, reason.label()));
        for (SessionListener sink : sinks) {
            sink.onBackendFailed(node, reason);
        }
    }

    @Override
    public void onBytes(String listener, String service, @Nullable Backend backend, long fromClient, long fromBackend) {
        for (SessionListener sink : sinks) {
            sink.onBytes(listener, service, backend, fromClient, fromBackend);
        }
    }

    @Override
    public void onClosed(SessionReport report) {
        reports.add(report);
    }

    @Override
    public void onLoopLate(long nanos) {
        for (SessionListener sink : sinks) {
            sink.onLoopLate(nanos);
        }
    }
}
