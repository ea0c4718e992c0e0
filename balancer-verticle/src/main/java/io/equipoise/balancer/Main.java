package io.equipoise.balancer;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.BalancerConfigReader;
import io.equipoise.balancer.config.DrainConfig;
import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.ctl.Ctl;
import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.EndLimits;
import io.equipoise.cluster.launch.Launcher;
import io.equipoise.cluster.launch.ListenAddress;
import io.equipoise.cluster.launch.Plan;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** The balancer's fat jar starts here: as a balancer, or with {@code ctl} as its first word as the command line. */
public final class Main {
    /** What closing may take beside the drain. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(15);

    private static final String CTL = "ctl";

    private Main() {}

    /** Runs a balancer, or one command. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(CTL)) {
            List<String> words = List.of(args);
            System.exit(Ctl.run(System.getenv(), System::nanoTime, words.subList(1, words.size())));
        }
        Launcher.run(application(), args);
    }

    static Application application() {
        return Application.of(
                        "balancer",
                        "Carries TCP connections to the backends that announced themselves or stand in its configuration.",
                        BalancerVerticle::new,
                        BalancerConfigReader.SCHEMA)
                .withCheck(Main::check)
                .withEndLimits(config -> EndLimits.ofClose(closeLimit(config)))
                .withInstancesAsLoops()
                .withMemoryGivenBack()
                .withCommand(CTL + " …", "See and steer a running cluster instead; ctl -h says how.");
    }

    private static void check(Plan plan) {
        BalancerConfig config = BalancerConfigReader.read(plan.config());
        List<ListenerConfig> listeners = config.listeners();
        for (int i = 0; i < listeners.size(); i++) {
            ListenerConfig listener = listeners.get(i);
            new ListenAddress("listeners[" + i + "]", listener.host(), listener.port()).check();
        }
        if (plan.config().getJsonObject("admin", new JsonObject()).containsKey("port")) {
            new ListenAddress("admin", config.admin().host(), config.admin().port()).check();
        }
    }

    private static Duration closeLimit(JsonObject config) {
        DrainConfig drain = BalancerConfigReader.read(config).drain();
        return drain.lameDuck().plus(drain.deadline()).plus(CLOSE_MARGIN);
    }
}
