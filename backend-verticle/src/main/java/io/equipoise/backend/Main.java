package io.equipoise.backend;

import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.Launcher;

/** The backend's fat jar starts here. */
public final class Main {
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
                "io/equipoise/backend/backend.schema.json");
    }
}
