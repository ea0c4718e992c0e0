package io.equipoise.system;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code kubectl apply -f k8s} applies, in its order. */
final class Manifests {
    /** The repository. */
    static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

    /** Where the manifests are. */
    static final Path FOLDER = ROOT.resolve("k8s");

    /** Those of this repository. */
    static final Manifests OURS = new Manifests(files(FOLDER).stream()
            .flatMap(file -> ManifestReader.documents(text(file)).stream())
            .map(ManifestReader::typed)
            .toList());

    private final List<HasMetadata> all;

    private Manifests(List<HasMetadata> all) {
        this.all = all;
    }

    /** The files of a folder that kubectl reads: by their endings, sorted, without those in folders below. */
    static List<Path> files(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.getFileName().toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in that file. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<HasMetadata> all() {
        return all;
    }

    /** All of that type. */
    <T extends HasMetadata> List<T> all(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The one of that type and name. */
    <T extends HasMetadata> T one(Class<T> type, String name) {
        return all(type).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + type.getSimpleName() + " " + name));
    }

    /** Everything that makes pods. */
    List<Workload> workloads() {
        return all.stream().flatMap(each -> Workload.of(each).stream()).toList();
    }

    /** The one of that name. */
    Workload workload(String name) {
        return workloads().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing makes pods of the name " + name));
    }

    /** The workloads whose pods have those labels. */
    List<Workload> selected(Map<String, String> labels) {
        return workloads().stream()
                .filter(each -> each.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }
}
