package io.equipoise.balancer.kubernetes;

import io.equipoise.balancer.config.KubernetesConfig;
import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.stats.ClusterStats;
import io.equipoise.balancer.stats.Window;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code controller.kubernetes.io/pod-deletion-cost} of the backends' pods true while this balancer leads, so that
 * Kubernetes takes the cheapest away first when there are to be fewer. On an event loop; what goes wrong is logged and tried
 * again, and hurts nobody.
 */
public final class DeletionCosts extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(DeletionCosts.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final ClusterStats stats;
    private final KubernetesConfig config;
    private final Map<String, String> environment;
    private final ControlLoop loop;
    private @Nullable CostRounds rounds;

    /**
     * Not started yet.
     *
     * @param stats what all balancers have counted
     * @param environment of this process, which says where the API server is
     * @param loop timers of the context that calls them, and dice of its own
     */
    public DeletionCosts(
            ClusterStats stats, KubernetesConfig config, Map<String, String> environment, ControlLoop loop) {
        this.stats = stats;
        this.config = config;
        this.environment = Map.copyOf(environment);
        this.loop = loop;
    }

    @Override
    public Future<?> start() {
        KubernetesApi api = new KubernetesApi(vertx, ApiAddress.in(environment), config.serviceAccount(), ANSWER_LIMIT);
        CostRounds fresh = new CostRounds(
                () -> stats.stats(Window.ALL, ClusterLoad::of),
                api::open,
                config.deletionCost().every(),
                loop);
        fresh.start();
        rounds = fresh;
        log.atInfo().addKeyValue("every", config.deletionCost().every()).log("deletion costs of pods are kept");
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        if (rounds != null) {
            rounds.stop();
        }
        return Future.succeededFuture();
    }
}
