package io.equipoise.backend;

import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.Launcher;
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
                        "io/equipoise/backend/backend.schema.json")
                .withCheck(BackendConfig::of)
                .withCloseLimit(Main::closeLimit);
    }

    private static Duration closeLimit(JsonObject config) {
        DrainLimits drain = BackendConfig.of(config).profile().drain();
        return drain.announce().plus(drain.deadline()).plus(CLOSE_MARGIN);
    }
}
