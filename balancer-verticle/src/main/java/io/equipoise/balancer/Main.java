package io.equipoise.balancer;

import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.Launcher;

/** The balancer's fat jar starts here. */
public final class Main {
    private Main() {}

    /** Runs a balancer. */
    public static void main(String[] args) {
        Launcher.run(application(), args);
    }

    static Application application() {
        return Application.of(
                "balancer",
                "Carries TCP connections to the backends that announced themselves or stand in its configuration.",
                BalancerVerticle::new,
                "io/equipoise/balancer/config/balancer.schema.json");
    }
}
