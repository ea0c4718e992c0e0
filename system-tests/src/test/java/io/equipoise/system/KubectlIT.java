package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** kubectl itself reads k8s/ in both ways, without a cluster. */
@Tag("patient")
@Tag("peers")
class KubectlIT {
    private static final String MARK = "equipoise.io/read-by";

    @TempDir
    private Path folder;

    @Test
    void kubectl_kustomize_gives_what_the_files_give() {
        assertThat(ManifestReader.documents(kubectl("kustomize", "k8s")))
                .containsExactlyInAnyOrderElementsOf(written());
    }

    @Test
    void kubectl_with_f_reads_the_folder_without_its_kustomization() {
        String said = kubectl("annotate", "--local", "-f", "k8s", "-o", "yaml", MARK + "=kubectl");
        List<JsonNode> read = ManifestReader.documents(said).stream()
                .flatMap(KubectlIT::single)
                .toList();
        read.forEach(KubectlIT::unmark);
        assertThat(read).containsExactlyElementsOf(written());
    }

    @Test
    void kubectl_patch_adds_to_the_balancers_what_deletion_costs_need_and_takes_nothing_away() throws IOException {
        ObjectNode written = (ObjectNode) written().stream()
                .filter(document -> ManifestReader.kind(document).equals("apps/v1 Deployment"))
                .filter(document -> document.at("/metadata/name").asString().equals("balancer"))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(folder.resolve("balancer.json"), written.toString());
        String patch = "k8s/optional/deletion-cost.patch";
        String said = kubectl("patch", "--local", "-f", file.toString(), "--patch-file", patch, "-o", "yaml");
        ObjectNode patched = (ObjectNode) ManifestReader.documents(said).get(0);
        ManifestReader.typed(patched);
        for (String list : List.of("containers/0/env", "containers/0/volumeMounts", "volumes")) {
            String path = "/spec/template/spec/" + list;
            assertThat(patched.at(path).valueStream())
                    .hasSize(written.at(path).size() + 1)
                    .containsAll(written.at(path));
            ((ObjectNode) patched.at(path.substring(0, path.lastIndexOf('/'))))
                    .set(path.substring(path.lastIndexOf('/') + 1), written.at(path));
        }
        assertThat(patched).isEqualTo(written);
    }

    private static List<JsonNode> written() {
        return Manifests.files(Manifests.FOLDER).stream()
                .flatMap(file -> ManifestReader.documents(Manifests.text(file)).stream())
                .toList();
    }

    /** Some versions of kubectl put what they print into a list. */
    private static Stream<JsonNode> single(JsonNode document) {
        return ManifestReader.kind(document).equals("v1 List")
                ? document.get("items").valueStream()
                : Stream.of(document);
    }

    private static void unmark(JsonNode document) {
        ObjectNode metadata = document.withObject("/metadata");
        assertThat(metadata.get("annotations").propertyNames()).containsExactly(MARK);
        metadata.remove("annotations");
    }

    private static String kubectl(String... arguments) {
        Command command = Command.of("kubectl").with(arguments).in(Manifests.ROOT);
        try (RunningProcess process = command.start()) {
            int code = process.awaitExit();
            String said = process.output().lines().stream().map(LogLine::text).collect(Collectors.joining("\n"));
            assertThat(code).as(said).isZero();
            return said;
        }
    }
}
