package io.equipoise.client;

import io.equipoise.cluster.launch.Application;
import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.InvalidConfig;
import io.equipoise.cluster.launch.Launcher;
import io.equipoise.cluster.launch.Plan;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The client's fat jar starts here. */
public final class Main {
    /** What closing may take beside the requests under way. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(15);

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
                        ClientConfig.SCHEMA)
                .withCheck(Main::check)
                .withCloseLimit(Main::closeLimit);
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
