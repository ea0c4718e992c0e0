package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Server-side apply of the manifests, in their order. */
class ManifestApplyTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @Test
    void applied_twice_they_are_what_was_written_and_nothing_more() {
        try (ApplyServer server = new ApplyServer()) {
            List<HasMetadata> first = apply(server.client());
            List<HasMetadata> second = apply(server.client());
            assertThat(first).hasSameSizeAs(MANIFESTS.all());
            for (int i = 0; i < first.size(); i++) {
                JsonNode written = content(MANIFESTS.all().get(i));
                assertThat(content(first.get(i))).isEqualTo(written);
                assertThat(content(second.get(i))).isEqualTo(written);
                assertThat(second.get(i).getMetadata().getUid())
                        .isNotEmpty()
                        .isEqualTo(first.get(i).getMetadata().getUid());
                assertThat(second.get(i).getMetadata().getGeneration())
                        .isEqualTo(first.get(i).getMetadata().getGeneration());
            }
        }
    }

    @Test
    void a_number_of_backends_that_was_scaled_by_hand_outlives_an_apply() {
        try (ApplyServer server = new ApplyServer()) {
            apply(server.client());
            var backend = server.client()
                    .apps()
                    .deployments()
                    .inNamespace("equipoise")
                    .withName("backend");
            backend.edit(deployment -> {
                deployment.getSpec().setReplicas(6);
                return deployment;
            });
            apply(server.client());
            Deployment after = backend.get();
            assertThat(after.getSpec().getReplicas()).isEqualTo(6);
        }
    }

    private static List<HasMetadata> apply(KubernetesClient client) {
        MANIFESTS.all().forEach(manifest -> client.resource(manifest).serverSideApply());
        return MANIFESTS.all().stream()
                .map(manifest -> client.resource(manifest).get())
                .toList();
    }

    /** Without what a server adds. */
    private static JsonNode content(HasMetadata manifest) {
        JsonNode tree = SERIALIZATION.convertValue(manifest, JsonNode.class);
        tree.withObject("/metadata")
                .remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
        return tree;
    }
}
