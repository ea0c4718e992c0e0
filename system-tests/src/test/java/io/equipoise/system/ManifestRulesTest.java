package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one manifest says of another is so. */
class ManifestRulesTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final Workload BALANCER = MANIFESTS.workload("balancer");
    private static final Workload BACKEND = MANIFESTS.workload("backend");
    private static final Workload CLIENT = MANIFESTS.workload("client");

    @Test
    void there_are_balancers_backends_and_a_client_and_all_are_members() {
        assertThat(MANIFESTS.workloads()).containsExactly(BALANCER, BACKEND, CLIENT);
        Service members = MANIFESTS.one(Service.class, "members");
        assertThat(MANIFESTS.selected(members.getSpec().getSelector())).containsExactly(BALANCER, BACKEND, CLIENT);
    }

    @Test
    void deployments_select_the_pods_that_they_make_and_no_others() {
        assertThat(MANIFESTS.all(Deployment.class)).hasSize(2).allSatisfy(deployment -> {
            Map<String, String> labels = deployment.getSpec().getSelector().getMatchLabels();
            assertThat(MANIFESTS.selected(labels))
                    .containsExactly(MANIFESTS.workload(deployment.getMetadata().getName()));
        });
    }

    @Test
    void services_and_budgets_select_the_pods_that_they_are_for() {
        for (String name : List.of("balancer", "admin")) {
            Service service = MANIFESTS.one(Service.class, name);
            assertThat(MANIFESTS.selected(service.getSpec().getSelector())).containsExactly(BALANCER);
        }
        assertThat(MANIFESTS.all(PodDisruptionBudget.class))
                .hasSize(2)
                .allSatisfy(budget -> assertThat(MANIFESTS.selected(
                                budget.getSpec().getSelector().getMatchLabels()))
                        .containsExactly(MANIFESTS.workload(budget.getMetadata().getName())));
    }

    @Test
    void network_policies_select_pods_that_there_are_but_for_the_one_that_is_for_pods_of_an_operator() {
        assertThat(MANIFESTS.all(NetworkPolicy.class)).hasSize(7).allSatisfy(policy -> {
            Map<String, String> labels = policy.getSpec().getPodSelector().getMatchLabels();
            assertThat(MANIFESTS.selected(labels).isEmpty()).isEqualTo(labels.containsKey("equipoise.io/admin"));
        });
    }

    @Test
    void pods_keep_away_from_their_like() {
        for (Workload workload : List.of(BALANCER, BACKEND)) {
            var away = workload.pod().getAffinity().getPodAntiAffinity();
            assertThat(away.getPreferredDuringSchedulingIgnoredDuringExecution())
                    .hasSize(1)
                    .allSatisfy(term -> assertThat(MANIFESTS.selected(
                                    term.getPodAffinityTerm().getLabelSelector().getMatchLabels()))
                            .containsExactly(workload));
            assertThat(workload.pod().getTopologySpreadConstraints())
                    .hasSize(1)
                    .allSatisfy(spread -> assertThat(
                                    MANIFESTS.selected(spread.getLabelSelector().getMatchLabels()))
                            .containsExactly(workload));
        }
    }

    @Test
    void every_port_of_a_service_is_one_of_its_pods_and_has_its_number() {
        assertThat(MANIFESTS.all(Service.class)).hasSize(3).allSatisfy(service -> {
            for (Workload workload : MANIFESTS.selected(service.getSpec().getSelector())) {
                for (ServicePort port : service.getSpec().getPorts()) {
                    assertThat(workload.ports())
                            .as("%s of %s", port.getName(), workload.name())
                            .containsEntry(port.getTargetPort().getStrVal(), port.getPort());
                }
            }
        });
    }

    @Test
    void the_ports_of_a_balancer_are_those_of_its_configuration() {
        JsonObject config = BALANCER.configJson(MANIFESTS);
        assertThat(config.getJsonArray("listeners")).hasSize(1);
        assertThat(BALANCER.ports())
                .containsOnlyKeys("data", "admin", "hazelcast", "event-bus")
                .containsEntry(
                        "data",
                        config.getJsonArray("listeners").getJsonObject(0).getInteger("port"))
                .containsEntry("admin", config.getJsonObject("admin").getInteger("port"));
    }

    @Test
    void the_port_of_a_backend_is_that_of_its_configuration_and_the_only_one_that_balancers_let_in() {
        Integer port = BACKEND.configJson(MANIFESTS).getInteger("port");
        assertThat(BACKEND.ports())
                .containsOnlyKeys("data", "hazelcast", "event-bus")
                .containsEntry("data", port);
        JsonObject registration = BALANCER.configJson(MANIFESTS).getJsonObject("registration");
        assertThat(registration.getInteger("minPort")).isEqualTo(port);
        assertThat(registration.getInteger("maxPort")).isEqualTo(port);
    }

    @Test
    void every_member_uses_the_same_two_ports_for_the_cluster_and_joins_through_the_headless_service() {
        Service members = MANIFESTS.one(Service.class, "members");
        assertThat(members.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
        String name =
                members.getMetadata().getName() + "." + members.getMetadata().getNamespace() + ".svc.cluster.local";
        for (Workload member : MANIFESTS.workloads()) {
            assertThat(member.container().getArgs()).contains("-cluster");
            assertThat(member.argument("-cluster-host")).isEqualTo("$(POD_IP)");
            assertThat(member.argument("-cluster-port"))
                    .isEqualTo(String.valueOf(member.ports().get("event-bus")));
            assertThat(member.clusterXml(MANIFESTS))
                    .contains(name)
                    .containsPattern("<port [^>]*auto-increment=\"false\"[^>]*>"
                            + member.ports().get("hazelcast") + "</port>")
                    .containsPattern("<auto-detection\\s+enabled=\"false\"")
                    .containsPattern("<multicast\\s+enabled=\"false\"");
        }
    }

    /** An archive of classes that is named and not there would take the JDK's own away, too. */
    @Test
    void what_to_run_and_with_which_archive_is_left_to_the_image() {
        for (Workload member : MANIFESTS.workloads()) {
            List<String> args = member.container().getArgs();
            int program = args.indexOf("@/app/app.args");
            assertThat(args.subList(0, program)).allMatch(arg -> arg.matches("-(XX:|D).*"));
            assertThat(args.subList(program, args.size())).noneMatch(arg -> arg.matches("-(XX:|X|D).*|-jar"));
            assertThat(args).noneMatch(arg -> arg.contains("SharedArchiveFile"));
        }
    }

    @Test
    void all_talk_of_one_service() {
        String service = BACKEND.configJson(MANIFESTS).getString("service");
        JsonObject balancer = BALANCER.configJson(MANIFESTS);
        assertThat(balancer.getJsonArray("listeners").getJsonObject(0).getString("service"))
                .isEqualTo(service);
        assertThat(balancer.getJsonObject("services").fieldNames()).containsExactly(service);
        assertThat(CLIENT.configJson(MANIFESTS).getString("service")).isEqualTo(service);
        assertThat(BACKEND.configJson(MANIFESTS).getString("type"))
                .isEqualTo(CLIENT.configJson(MANIFESTS).getString("protocol"));
    }

    @Test
    void every_pod_has_an_identity_that_exists() {
        assertThat(MANIFESTS.workloads())
                .allSatisfy(workload -> assertThat(MANIFESTS.one(
                                ServiceAccount.class, workload.pod().getServiceAccountName()))
                        .isNotNull());
    }

    @Test
    void probes_name_ports_that_there_are() {
        for (Workload workload : List.of(BALANCER, BACKEND)) {
            assertThat(probes(workload))
                    .hasSize(3)
                    .allSatisfy(probe -> assertThat(workload.ports())
                            .containsKey(probe.getHttpGet().getPort().getStrVal()));
        }
    }

    @Test
    void there_are_two_balancers_and_at_least_three_backends_of_which_an_apply_takes_none_away() {
        assertThat(MANIFESTS.one(Deployment.class, "balancer").getSpec().getReplicas())
                .isEqualTo(2);
        assertThat(MANIFESTS.one(Deployment.class, "backend").getSpec().getReplicas())
                .isNull();
        HorizontalPodAutoscaler scaler = MANIFESTS.one(HorizontalPodAutoscaler.class, "backend");
        assertThat(scaler.getSpec().getMinReplicas()).isEqualTo(3);
        assertThat(scaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
        assertThat(scaler.getSpec().getScaleTargetRef().getApiVersion()).isEqualTo("apps/v1");
        assertThat(scaler.getSpec().getScaleTargetRef().getName()).isEqualTo(BACKEND.name());
    }

    @Test
    void a_rollout_takes_no_pod_away_before_another_is_ready() {
        assertThat(MANIFESTS.all(Deployment.class)).allSatisfy(deployment -> {
            var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
            assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
            assertThat(rolling.getMaxSurge().getIntVal()).isPositive();
            assertThat(deployment.getSpec().getMinReadySeconds()).isPositive();
        });
    }

    /** All probes of the container. */
    static List<Probe> probes(Workload workload) {
        return Stream.of(
                        workload.container().getStartupProbe(),
                        workload.container().getLivenessProbe(),
                        workload.container().getReadinessProbe())
                .toList();
    }
}
