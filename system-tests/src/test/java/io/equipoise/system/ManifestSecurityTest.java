package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fault catalogue wants of manifests. */
class ManifestSecurityTest {
    private static final Manifests MANIFESTS = Manifests.OURS;

    static List<Workload> workloads() {
        return MANIFESTS.workloads();
    }

    @Test
    void S1_the_namespace_refuses_pods_that_are_not_restricted() {
        assertThat(MANIFESTS.all(Namespace.class))
                .hasSize(1)
                .allSatisfy(namespace -> assertThat(namespace.getMetadata().getLabels())
                        .containsEntry("pod-security.kubernetes.io/enforce", "restricted"));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void S1_a_container_cannot_become_root_nor_write_where_its_image_is(Workload workload) {
        PodSecurityContext pod = workload.pod().getSecurityContext();
        assertThat(pod.getRunAsNonRoot()).isTrue();
        assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        SecurityContext container = workload.container().getSecurityContext();
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getCapabilities().getAdd()).isEmpty();
        assertThat(workload.pod().getHostNetwork()).isNull();
        assertThat(workload.pod().getHostPID()).isNull();
        assertThat(workload.pod().getInitContainers()).isEmpty();
        assertThat(workload.container().getPorts())
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
        assertThat(workload.pod().getVolumes())
                .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void S1_it_can_write_to_tmp_alone(Workload workload) {
        assertThat(workload.container().getVolumeMounts())
                .allSatisfy(mount -> assertThat(mount.getMountPath().equals("/tmp"))
                        .isNotEqualTo(Boolean.TRUE.equals(mount.getReadOnly())));
        assertThat(workload.volumeAt("/tmp/any").getEmptyDir().getSizeLimit()).isNotNull();
    }

    @Test
    void S2_whatever_is_not_allowed_is_denied() {
        NetworkPolicy deny = MANIFESTS.one(NetworkPolicy.class, "default-deny");
        assertThat(deny.getSpec().getPodSelector().getMatchLabels()).isEmpty();
        assertThat(deny.getSpec().getPodSelector().getMatchExpressions()).isEmpty();
        assertThat(deny.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(deny.getSpec().getIngress()).isEmpty();
        assertThat(deny.getSpec().getEgress()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void S3_no_secret_is_in_the_environment_the_arguments_or_the_configuration(Workload workload) {
        assertThat(workload.container().getEnvFrom()).isEmpty();
        assertThat(workload.container().getEnv())
                .allSatisfy(variable -> assertThat(variable.getName()).matches("POD_IP|POD_NAME|EQUIPOISE_LOG"));
        assertThat(workload.container().getArgs())
                .noneSatisfy(arg -> assertThat(arg).containsPattern("(?i)secret|token"));
        List<String> values = Pattern.compile("\"(?:secret|token)\":\\s*\"([^\"]*)\"")
                .matcher(workload.config(MANIFESTS))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(values).isNotEmpty().allMatch(value -> value.matches("\\$\\{file:/etc/equipoise/secret/[a-z-]+}"));
    }

    @Test
    void S3_no_secret_is_in_the_repository() {
        assertThat(MANIFESTS.all().stream().map(HasMetadata::getKind)).doesNotContain("Secret");
    }

    @Test
    void S4_alive_and_ready_are_two_questions_to_a_balancer() {
        var container = MANIFESTS.workload("balancer").container();
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    }

    @Test
    void S5_one_pod_of_a_kind_goes_at_a_time_when_nodes_are_drained() {
        assertThat(MANIFESTS.all(PodDisruptionBudget.class))
                .hasSize(2)
                .allSatisfy(budget -> assertThat(
                                budget.getSpec().getMaxUnavailable().getIntVal())
                        .isEqualTo(1));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void S6_memory_is_reserved_in_full_and_the_heap_leaves_a_quarter_of_it(Workload workload) {
        var resources = workload.container().getResources();
        Quantity memory = resources.getLimits().get("memory");
        assertThat(resources.getRequests()).containsKey("cpu").containsEntry("memory", memory);
        assertThat(Double.parseDouble(workload.argumentFrom("-XX:MaxRAMPercentage=")))
                .isPositive()
                .isLessThanOrEqualTo(75);
        assertThat(workload.container().getArgs())
                .contains("-XX:+ExitOnOutOfMemoryError")
                .noneMatch(arg -> arg.startsWith("-Xmx"));
    }

    @Test
    void S7_nobody_has_a_right_or_a_token() {
        assertThat(MANIFESTS.all().stream().map(HasMetadata::getKind))
                .noneMatch(kind -> kind.startsWith("Role") || kind.startsWith("ClusterRole"));
        assertThat(MANIFESTS.all(ServiceAccount.class))
                .hasSize(3)
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
        assertThat(MANIFESTS.workloads())
                .allSatisfy(workload -> assertThat(workload.pod().getAutomountServiceAccountToken())
                        .isFalse());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void S8_its_user_is_above_10000_and_its_image_has_the_version_of_this_build(Workload workload) {
        assertThat(workload.pod().getSecurityContext().getRunAsUser()).isGreaterThan(10_000L);
        assertThat(workload.pod().getSecurityContext().getRunAsGroup()).isGreaterThan(10_000L);
        MatchResult version = Pattern.compile("<artifactId>equipoise-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Manifests.text(Manifests.ROOT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(workload.container().getImage()).isEqualTo("equipoise/" + workload.name() + ":" + version.group(1));
    }
}
