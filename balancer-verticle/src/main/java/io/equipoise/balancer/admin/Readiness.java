package io.equipoise.balancer.admin;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether a balancer should be sent clients, and why not. Asked on the control loop.
 *
 * @param listening whether every listener is open
 * @param clusterLost whether this balancer holds itself for cut off from the cluster
 * @param withoutBackend services of listeners that have no backend to choose
 * @param leaving whether the balancer has begun to leave
 */
public record Readiness(
        BooleanSupplier listening,
        BooleanSupplier clusterLost,
        Supplier<List<String>> withoutBackend,
        BooleanSupplier leaving) {

    void addTo(HealthChecks checks) {
        check(checks, "listeners", listening, "listeners are not open yet");
        check(
                checks,
                "cluster",
                () -> !clusterLost.getAsBoolean(),
                "the cluster is lost, and the last known backends serve");
        check(checks, "drain", () -> !leaving.getAsBoolean(), "the balancer is leaving");
        checks.register("backends", promise -> {
            List<String> services = withoutBackend.get();
            promise.complete(
                    services.isEmpty()
                            ? Status.OK()
                            : Status.KO(reason("no backend to choose for service " + String.join(", ", services))));
        });
    }

    private static void check(HealthChecks checks, String name, BooleanSupplier holds, String whyNot) {
        checks.register(
                name, promise -> promise.complete(holds.getAsBoolean() ? Status.OK() : Status.KO(reason(whyNot))));
    }

    private static JsonObject reason(String text) {
        return new JsonObject().put("reason", text);
    }
}
