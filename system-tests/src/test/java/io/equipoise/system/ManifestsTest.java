package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

/** The files in k8s/ as files: each is what its kind may be, and both ways to apply them apply the same. */
class ManifestsTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final Path KUSTOMIZATION = Manifests.FOLDER.resolve("Kustomization");

    @Test
    void every_document_is_of_a_known_kind_and_has_no_unknown_field() {
        assertThat(MANIFESTS.all()).hasSizeGreaterThan(15);
    }

    @Test
    void a_field_that_a_kind_does_not_have_is_refused_however_deep_it_stands() {
        String text = Manifests.text(Manifests.FOLDER.resolve("40-balancer.yaml"));
        String mistyped = text.replace("readOnlyRootFilesystem:", "readonlyRootFilesystem:");
        assertThatThrownBy(() -> ManifestReader.documents(mistyped).forEach(ManifestReader::typed))
                .isInstanceOf(DatabindException.class)
                .hasMessageContaining("readonlyRootFilesystem");
    }

    @Test
    void a_key_that_is_written_twice_is_refused() {
        assertThatThrownBy(() -> ManifestReader.documents("kind: Service\nkind: Secret\n"))
                .hasMessageContaining("kind");
    }

    @Test
    void everything_has_one_name_in_the_namespace_which_comes_first() {
        assertThat(MANIFESTS.all().get(0)).isInstanceOf(Namespace.class);
        String namespace = MANIFESTS.all().get(0).getMetadata().getName();
        assertThat(MANIFESTS.all().stream().skip(1))
                .allSatisfy(
                        each -> assertThat(each.getMetadata().getNamespace()).isEqualTo(namespace));
        assertThat(MANIFESTS.all().stream().map(ManifestsTest::name)).doesNotHaveDuplicates();
    }

    @Test
    void everything_is_labelled_as_a_part_of_equipoise() {
        assertThat(MANIFESTS.all())
                .allSatisfy(each -> assertThat(each.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/part-of", "equipoise"));
    }

    @Test
    void the_kustomization_names_every_file_that_is_applied_without_it_and_does_nothing_else() {
        List<JsonNode> documents = ManifestReader.documents(Manifests.text(KUSTOMIZATION));
        assertThat(documents).hasSize(1);
        JsonNode kustomization = documents.get(0);
        assertThat(ManifestReader.kind(kustomization)).isEqualTo("kustomize.config.k8s.io/v1beta1 Kustomization");
        assertThat(kustomization.propertyNames()).containsOnly("apiVersion", "kind", "resources");
        assertThat(StreamSupport.stream(kustomization.get("resources").spliterator(), false)
                        .map(JsonNode::asString))
                .containsExactlyElementsOf(Manifests.files(Manifests.FOLDER).stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    @Test
    void kubectl_apply_f_passes_the_kustomization_over() {
        assertThat(KUSTOMIZATION).isRegularFile();
        assertThat(Manifests.files(Manifests.FOLDER)).doesNotContain(KUSTOMIZATION);
        for (String other : List.of("kustomization.yaml", "kustomization.yml")) {
            assertThat(Files.exists(Manifests.FOLDER.resolve(other))).isFalse();
        }
    }

    private static String name(HasMetadata manifest) {
        return manifest.getKind() + "/" + manifest.getMetadata().getName();
    }
}
