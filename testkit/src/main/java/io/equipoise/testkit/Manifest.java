package io.equipoise.testkit;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of {@code k8s/}, for tests that run what it holds. */
public final class Manifest {
    private final List<String> lines;

    private Manifest(List<String> lines) {
        this.lines = lines;
    }

    /**
     * That file of this build.
     *
     * @param name such as {@code 20-cluster.yaml}
     * @throws IllegalStateException when there is none
     */
    public static Manifest of(String name) {
        Path start = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("k8s").resolve(name);
            if (Files.isRegularFile(file)) {
                try {
                    return new Manifest(Files.readAllLines(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new IllegalStateException("no k8s/" + name + " above " + start);
    }

    /**
     * The text that a ConfigMap keeps under that key as a literal block ({@code key: |}).
     *
     * @throws IllegalStateException when there is no such block
     */
    public String block(String key) {
        int head = lines.indexOf("  " + key + ": |");
        if (head < 0) {
            throw new IllegalStateException("no block " + key);
        }
        return lines.stream()
                .skip(head + 1L)
                .takeWhile(line -> line.isEmpty() || line.startsWith("    "))
                .map(line -> line.isEmpty() ? line : line.substring(4))
                .collect(joining("\n", "", "\n"));
    }
}
