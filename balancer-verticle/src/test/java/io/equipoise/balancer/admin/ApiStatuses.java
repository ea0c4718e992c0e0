package io.equipoise.balancer.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which operations of the API have answered the tests of this build with which status, as {@code addBackend 201}: an
 * empty file for each, as tests run in several processes. {@link ApiStatusesCheck} reads them.
 */
final class ApiStatuses {
    private static final Path SEEN = Path.of(System.getProperty("basedir", ""), "target", "api-statuses");

    private ApiStatuses() {}

    static String of(String operation, Object status) {
        return operation + " " + status;
    }

    /** Keeps that. */
    static void saw(String operation, int status) throws IOException {
        Files.createDirectories(SEEN);
        Files.write(SEEN.resolve(of(operation, status)), new byte[0]);
    }

    /** All that were kept since the build has begun to test. */
    static Set<String> seen() throws IOException {
        if (Files.notExists(SEEN)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(SEEN)) {
            Set<String> seen = new TreeSet<>();
            files.forEach(file -> seen.add(file.getFileName().toString()));
            return seen;
        }
    }
}
