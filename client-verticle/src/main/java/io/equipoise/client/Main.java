package io.equipoise.client;

import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.EndLimits;
import io.equipoise.cluster.launch.InvalidConfig;
import io.equipoise.cluster.launch.Launcher;
import io.equipoise.cluster.launch.Plan;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The client's fat jar starts here: as a load generator, or with {@code compare} to lay two reports side by side. */
public final class Main {
    /** What closing may take beside the requests under way. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(15);

    /** Its start waits for balancers and other clients, and who waits at the terminal too need not any longer. */
    private static final Duration START_LIMIT = Duration.ofMillis(500);

    private Main() {}

    /** Runs the load generator, or one command. */
    public static void main(String[] args) {
        if (args.length > 0 && Compare.NAMES.contains(args[0])) {
            System.exit(new Compare(System.out, System.err).run(List.of(args).subList(1, args.length)));
        }
        Launcher.run(application(), args);
    }

    static Application application() {
        return Application.of(
                        "client",
                        "Opens connections to balancers, checks every byte that comes back and reports what it saw.",
                        ClientVerticle::new,
                        ClientConfig.SCHEMA)
                .withCommand(Compare.USAGE, "Two reports side by side, with ratios; also as a page.")
                .withCheck(Main::check)
                .withEndLimits(config -> new EndLimits(START_LIMIT, closeLimit(config)));
    }

    private static void check(Plan plan) {
        ClientConfig config = ClientConfig.from(plan.config());
        Tls.check(ConfigReader.of(plan.config()));
        config.check(plan.clustered(), plan.instances());
        checkFolder("report", config.report());
        checkFolder("html", config.html());
    }

    private static void checkFolder(String key, Optional<String> file) {
        Optional<Path> folder = file.map(name -> Path.of(name).toAbsolutePath().getParent());
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            throw InvalidConfig.at(key, file.orElse(""), "a file in a folder that exists");
        }
    }

    private static Duration closeLimit(JsonObject config) {
        return ClientConfig.from(config).requestTimeout().plus(CLOSE_MARGIN);
    }
}
