package io.equipoise.balancer.admin;

import io.equipoise.balancer.latency.Quantiles;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.stats.ClusterStats;
import io.equipoise.balancer.stats.Point;
import io.equipoise.balancer.stats.Stats;
import io.equipoise.balancer.stats.Traffic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Figures as the contract has them: schemas {@code Stats} and {@code History}. */
final class StatsJson {
    private StatsJson() {}

    static JsonObject of(Stats stats) {
        return new JsonObject()
                .put("at", Instant.ofEpochMilli(stats.atMillis()).toString())
                .put("balancer", stats.balancer())
                .put("window", word(stats.window()))
                .put("total", total(stats.total()))
                .put("balancers", array(stats.balancers(), StatsJson::balancer))
                .put("listeners", array(stats.listeners(), StatsJson::listener))
                .put("services", array(stats.services(), StatsJson::service))
                .put("backends", array(stats.backends(), StatsJson::backend))
                .put("flows", array(stats.flows(), StatsJson::flow));
    }

    static JsonObject history(List<Point> points) {
        return new JsonObject()
                .put("stepMillis", ClusterStats.historyStep().toMillis())
                .put("points", array(points, StatsJson::point));
    }

    private static JsonObject balancer(Stats.OfBalancer balancer) {
        return traffic(balancer.traffic())
                .put("id", balancer.id())
                .put("ageMillis", balancer.ageMillis())
                .put("stale", balancer.stale());
    }

    private static JsonObject listener(Stats.OfListener listener) {
        return traffic(listener.traffic()).put("name", listener.name()).put("service", listener.service());
    }

    private static JsonObject service(Stats.OfService service) {
        return total(service.total())
                .put("name", service.name())
                .put("policy", service.policy())
                .put("backends", service.backends())
                .put("eligible", service.eligible())
                .put("panic", service.panic())
                .put("waiting", service.waiting())
                .put("departed", service.departed());
    }

    private static JsonObject backend(Stats.OfBackend figures) {
        BackendNode node = figures.node();
        Backend backend = node.backend();
        JsonObject json = total(figures.total())
                .put("id", backend.id())
                .put("service", backend.service())
                .put("host", backend.address().getHostString())
                .put("port", backend.address().getPort())
                .put("origin", word(backend.origin()))
                .put("zone", backend.zone())
                .put("tags", new JsonObject(Map.copyOf(backend.tags())))
                .put("state", word(backend.mode()))
                .put("health", word(node.health()))
                .put("eligible", node.eligible())
                .put("weight", backend.weight())
                .put("share", rounded(figures.share()))
                .put("fairShare", rounded(figures.fairShare()));
        if (!node.why().isEmpty()) {
            json.put("why", node.why());
        }
        Failure failure = figures.lastFailure();
        return failure == null
                ? json
                : json.put(
                        "lastFailure",
                        new JsonObject()
                                .put(
                                        "at",
                                        Instant.ofEpochMilli(failure.atMillis()).toString())
                                .put("reason", failure.reason()));
    }

    private static JsonObject flow(Stats.Flow flow) {
        JsonObject json = new JsonObject().put("balancer", flow.balancer());
        if (flow.listener() != null) {
            json.put("listener", flow.listener());
        }
        if (flow.backend() != null) {
            json.put("backend", flow.backend());
        }
        return json.put("rate", rounded(flow.rate())).put("open", flow.open());
    }

    private static JsonObject point(Point point) {
        JsonObject json = new JsonObject()
                .put("at", Instant.ofEpochMilli(point.atMillis()).toString())
                .put("rate", rounded(point.rate()))
                .put("open", point.open())
                .put("failureRate", rounded(point.failureRate()));
        return point.firstByte().count() == 0
                ? json
                : json.put("firstByteP50", point.firstByte().p50())
                        .put("firstByteP99", point.firstByte().p99());
    }

    private static JsonObject total(Stats.Total total) {
        return traffic(total.traffic())
                .put("connect", quantiles(total.connect()))
                .put("firstByte", quantiles(total.firstByte()));
    }

    private static JsonObject traffic(Traffic traffic) {
        Counts counts = traffic.counts();
        return new JsonObject()
                .put("opened", counts.opened())
                .put("open", counts.open())
                .put("rate", rounded(traffic.rate()))
                .put("failures", counts.failures())
                .put("failureRate", rounded(traffic.failureRate()))
                .put("bytesFromClients", counts.bytesFromClients())
                .put("bytesFromBackends", counts.bytesFromBackends());
    }

    private static JsonObject quantiles(Quantiles quantiles) {
        JsonObject json = new JsonObject().put("count", quantiles.count());
        return quantiles.count() == 0
                ? json
                : json.put("p50", quantiles.p50())
                        .put("p90", quantiles.p90())
                        .put("p99", quantiles.p99())
                        .put("p999", quantiles.p999())
                        .put("max", quantiles.max());
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> view) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(view.apply(item)));
        return array;
    }

    /** A ten-thousandth is enough for whoever looks at it. */
    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
