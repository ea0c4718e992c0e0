package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.BalancerConfigReader;
import io.equipoise.balancer.config.KubernetesConfig;
import io.equipoise.cluster.launch.ConfigSource;
import io.equipoise.system.NetworkRules.Pod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes balancers keep deletion costs, when somebody asks for it: the least right, the way, a token, the word. */
class ManifestDeletionCostTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final Workload BALANCER = MANIFESTS.workload("balancer");
    private static final List<JsonNode> DOCUMENTS = ManifestReader.documents(
            Manifests.text(Manifests.FOLDER.resolve("optional").resolve("deletion-cost.yaml")));
    private static final Workload PATCH = patch();

    @Test
    void S7_balancers_get_the_right_to_patch_the_status_of_pods_of_their_namespace_and_no_other() {
        assertThat(DOCUMENTS).hasSize(3);
        Role role = (Role) ManifestReader.typed(DOCUMENTS.get(0));
        assertThat(role.getRules()).hasSize(1).allSatisfy(rule -> {
            assertThat(rule.getApiGroups()).containsExactly("");
            assertThat(rule.getResources()).containsExactly("pods/status");
            assertThat(rule.getVerbs()).containsExactly("patch");
        });
        RoleBinding binding = (RoleBinding) ManifestReader.typed(DOCUMENTS.get(1));
        assertThat(binding.getRoleRef().getKind()).isEqualTo(role.getKind());
        assertThat(binding.getRoleRef().getName()).isEqualTo(role.getMetadata().getName());
        ServiceAccount account =
                MANIFESTS.one(ServiceAccount.class, BALANCER.pod().getServiceAccountName());
        assertThat(binding.getSubjects()).hasSize(1).allSatisfy(subject -> {
            assertThat(subject.getKind()).isEqualTo(account.getKind());
            assertThat(subject.getName()).isEqualTo(account.getMetadata().getName());
            assertThat(subject.getNamespace()).isEqualTo(account.getMetadata().getNamespace());
        });
        assertThat(Stream.of(role, binding).map(each -> each.getMetadata().getNamespace()))
                .containsOnly(account.getMetadata().getNamespace());
    }

    @Test
    void S2_balancers_alone_reach_the_api_server_and_nobody_is_let_in() {
        NetworkPolicy way = (NetworkPolicy) ManifestReader.typed(DOCUMENTS.get(2));
        List<NetworkPolicy> all = new ArrayList<>(MANIFESTS.all(NetworkPolicy.class));
        assertThat(all.stream().map(each -> each.getMetadata().getName()))
                .doesNotContain(way.getMetadata().getName());
        all.add(way);
        NetworkRules rules = new NetworkRules("equipoise", all);
        Pod api = new Pod("api", "kube-system", Map.of("component", "kube-apiserver"));
        for (String name : List.of("balancer", "backend", "client")) {
            Pod pod = new Pod(name, "equipoise", MANIFESTS.workload(name).labels());
            for (int port : List.of(443, 6443)) {
                assertThat(rules.allow(pod, api, "TCP", port)).isEqualTo(name.equals("balancer"));
            }
            assertThat(rules.allow(pod, api, "TCP", 80)).isFalse();
            assertThat(rules.allow(api, pod, "TCP", 443)).isFalse();
        }
    }

    @Test
    void the_patch_is_for_the_container_of_the_balancers_and_takes_nothing_away() {
        assertThat(PATCH.container().getName()).isEqualTo(BALANCER.container().getName());
        assertThat(PATCH.container().getVolumeMounts())
                .noneSatisfy(mount -> assertThat(BALANCER.container().getVolumeMounts())
                        .extracting(each -> each.getMountPath())
                        .contains(mount.getMountPath()));
        assertThat(PATCH.pod().getVolumes())
                .noneSatisfy(volume -> assertThat(BALANCER.pod().getVolumes())
                        .extracting(each -> each.getName())
                        .contains(volume.getName()));
    }

    @Test
    void the_patch_mounts_a_token_that_ends_where_the_balancer_looks_for_it() {
        Container container = PATCH.container();
        assertThat(container.getVolumeMounts()).hasSize(1).allSatisfy(mount -> {
            assertThat(mount.getMountPath()).isEqualTo(KubernetesConfig.DEFAULTS.serviceAccount());
            assertThat(mount.getReadOnly()).isTrue();
            assertThat(mount.getName())
                    .isEqualTo(PATCH.pod().getVolumes().get(0).getName());
        });
        List<VolumeProjection> sources =
                PATCH.pod().getVolumes().get(0).getProjected().getSources();
        assertThat(sources).hasSize(3);
        assertThat(sources.get(0).getServiceAccountToken().getPath()).isEqualTo("token");
        assertThat(sources.get(0).getServiceAccountToken().getExpirationSeconds())
                .isBetween(600L, 3_600L);
        assertThat(sources.get(1).getConfigMap().getName()).isEqualTo("kube-root-ca.crt");
        assertThat(sources.get(1).getConfigMap().getItems().get(0).getPath()).isEqualTo("ca.crt");
        assertThat(sources.get(2).getDownwardAPI().getItems().get(0).getPath()).isEqualTo("namespace");
    }

    @Test
    void the_variable_of_the_patch_switches_deletion_costs_on() {
        Map<String, String> environment =
                PATCH.container().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        assertThat(environment).hasSize(1);
        JsonObject read =
                ConfigSource.of(BalancerConfigReader.SCHEMA, environment).read(Optional.of("{}"));
        assertThat(BalancerConfigReader.read(read).kubernetes().deletionCost().enabled())
                .isTrue();
    }

    /** What stands in it, as a Deployment of which the rest is missing. */
    private static Workload patch() {
        JsonNode document = ManifestReader.documents(
                        Manifests.text(Manifests.FOLDER.resolve("optional").resolve("deletion-cost.patch")))
                .get(0);
        ObjectNode whole = ((ObjectNode) document).put("apiVersion", "apps/v1").put("kind", "Deployment");
        Deployment deployment = (Deployment) ManifestReader.typed(whole);
        return new Workload("patch", deployment.getSpec().getTemplate());
    }
}
