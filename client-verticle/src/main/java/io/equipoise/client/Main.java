package io.equipoise.client;

import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.Launcher;

/** The client's fat jar starts here. */
public final class Main {
    private Main() {}

    /** Runs the load generator. */
    public static void main(String[] args) {
        Launcher.run(application(), args);
    }

    static Application application() {
        return Application.of(
                "client",
                "Opens connections to balancers, checks every byte that comes back and reports what it saw.",
                ClientVerticle::new,
                "io/equipoise/client/client.schema.json");
    }
}
