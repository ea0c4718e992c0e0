package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/kubernetes.md tells of what there is. */
class KubernetesGuideTest {
    private static final String GUIDE = Manifests.text(Manifests.ROOT.resolve("docs/kubernetes.md"));
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    @Test
    void its_table_has_each_file_once_and_in_order() throws IOException {
        Set<String> files = new TreeSet<>();
        for (Path folder : List.of(Manifests.FOLDER, Manifests.FOLDER.resolve("optional"))) {
            try (Stream<Path> found = Files.list(folder)) {
                found.filter(Files::isRegularFile)
                        .map(file -> Manifests.FOLDER.relativize(file).toString())
                        .forEach(files::add);
            }
        }
        assertThat(firstCells("## What is in it", "Every container")).containsExactlyElementsOf(files);
    }

    @Test
    void what_it_says_that_the_programs_say_stands_in_their_sources() throws IOException {
        String sources = sources();
        List<String> messages = firstCells("What the programs say", "What Kubernetes says");
        assertThat(messages)
                .hasSizeGreaterThan(5)
                .allSatisfy(message ->
                        assertThat(sources.contains(message)).as(message).isTrue());
    }

    private static List<String> firstCells(String from, String to) {
        String part = GUIDE.substring(GUIDE.indexOf(from), GUIDE.indexOf(to, GUIDE.indexOf(from)));
        return FIRST_CELL.matcher(part).results().map(found -> found.group(1)).toList();
    }

    private static String sources() throws IOException {
        try (Stream<Path> modules = Stream.of("cluster", "backend-verticle", "balancer-verticle", "client-verticle")
                .map(module -> Manifests.ROOT.resolve(module).resolve("src/main/java"))) {
            return modules.flatMap(KubernetesGuideTest::javaFiles)
                    .map(Manifests::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
