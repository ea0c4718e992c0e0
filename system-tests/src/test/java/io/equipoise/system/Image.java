package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The image of a program as {@code ./mvnw package -Pimage} has written it, unpacked as a container runtime unpacks it.
 * Needs root, as files keep their owners.
 *
 * @param root its file system
 * @param architecture of the machines that it is for, such as {@code amd64}
 * @param config what it says about how it is run: {@code User}, {@code Entrypoint}, {@code Cmd}, {@code Env}
 * @param layers the files of each layer, the base's first
 */
record Image(Path root, String architecture, JsonObject config, List<List<String>> layers) {
    static Image unpack(String module, Path folder) throws IOException {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        // Not the folder itself, which only its owner may enter.
        Path root = Files.createDirectories(folder.resolve("root"));
        run("tar", "--extract", "--file=" + tar(module), "--directory=" + archive);
        JsonObject manifest = new JsonArray(Files.readString(archive.resolve("manifest.json"))).getJsonObject(0);
        JsonObject config = new JsonObject(Files.readString(archive.resolve(manifest.getString("Config"))));
        List<List<String>> layers = new ArrayList<>();
        for (Object name : manifest.getJsonArray("Layers")) {
            String layer = "--file=" + archive.resolve((String) name);
            layers.add(run("tar", "--list", "--warning=no-unknown-keyword", layer));
            run(
                    "tar",
                    "--extract",
                    "--preserve-permissions",
                    "--warning=no-unknown-keyword",
                    layer,
                    "--directory=" + root);
        }
        return new Image(root, config.getString("architecture"), config.getJsonObject("config"), List.copyOf(layers));
    }

    /** A list of its configuration. */
    List<String> list(String key) {
        return config.getJsonArray(key).stream().map(String.class::cast).toList();
    }

    private static Path tar(String module) {
        List<String> words = Command.fatJar(module).words();
        return Path.of(words.get(words.indexOf("-jar") + 1)).resolveSibling(module + "-image.tar");
    }

    private static List<String> run(String... words) {
        try (RunningProcess process = Command.of(words).start()) {
            assertThat(process.awaitExit()).as(() -> process.output().tail()).isZero();
            return process.output().lines().stream().map(LogLine::text).toList();
        }
    }
}
