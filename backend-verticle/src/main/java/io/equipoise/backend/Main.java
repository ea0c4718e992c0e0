package io.equipoise.backend;

import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.EndLimits;
import io.equipoise.cluster.launch.Launcher;
import io.equipoise.cluster.launch.ListenAddress;
import io.equipoise.cluster.launch.Plan;
import io.equipoise.cluster.launch.ReachableHost;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The backend's fat jar starts here. */
public final class Main {
    /** What closing may take beside the drain. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(15);

    private Main() {}

    /** Runs a backend. */
    public static void main(String[] args) {
        Launcher.run(application(), args);
    }

    static Application application() {
        return Application.of(
                        "backend",
                        "Announces a TCP service to the balancers of the cluster and answers their pings.",
                        BackendVerticle::new,
                        BackendConfig.SCHEMA)
                .withCheck(Main::check)
                .withEndLimits(config -> EndLimits.ofClose(closeLimit(config)))
                .withMemoryGivenBack();
    }

    private static void check(Plan plan) {
        BackendConfig config = BackendConfig.of(plan.config());
        config.checkInstances(plan.instances());
        if (config.type() != BackendType.SIDECAR) {
            String advertised = config.profile().host().orElseGet(ReachableHost::ofThisProcess);
            new ListenAddress("", config.bindHost(advertised), config.port()).check();
        }
    }

    private static Duration closeLimit(JsonObject config) {
        DrainLimits drain = BackendConfig.of(config).profile().drain();
        return drain.announce().plus(drain.deadline()).plus(CLOSE_MARGIN);
    }
}
