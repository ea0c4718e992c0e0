package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.system.NetworkRules.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The NetworkPolicies let through just what the configuration uses. */
class ManifestNetworkTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final String OURS = "equipoise";

    private static final Pod BALANCER = pod("balancer");
    private static final Pod BACKEND = pod("backend");
    private static final Pod CLIENT = pod("client");
    private static final Pod NEIGHBOUR = new Pod("neighbour", OURS, Map.of());
    private static final Pod OPERATOR = new Pod("operator", OURS, Map.of("equipoise.io/admin", "true"));
    private static final Pod STRANGER = new Pod("stranger", "elsewhere", Map.of("equipoise.io/member", "true"));
    private static final Pod DNS = new Pod("dns", "kube-system", Map.of("k8s-app", "kube-dns"));

    private static final List<Pod> EVERYBODY = List.of(BALANCER, BACKEND, CLIENT, NEIGHBOUR, OPERATOR, STRANGER, DNS);

    private final NetworkRules rules = new NetworkRules(OURS, MANIFESTS.all(NetworkPolicy.class));
    private final JsonObject balancer = MANIFESTS.workload("balancer").configJson(MANIFESTS);
    private final int data = balancer.getJsonArray("listeners").getJsonObject(0).getInteger("port");
    private final int admin = balancer.getJsonObject("admin").getInteger("port");
    private final int backend =
            MANIFESTS.workload("backend").configJson(MANIFESTS).getInteger("port");
    private final int hazelcast = MANIFESTS.workload("balancer").ports().get("hazelcast");
    private final int bus = Integer.parseInt(MANIFESTS.workload("balancer").argument("-cluster-port"));

    @Test
    void S2_K24_who_reaches_a_balancer_at_which_port() {
        assertThat(open(BALANCER))
                .isEqualTo(set(
                        from(CLIENT, data),
                        from(STRANGER, data),
                        from(DNS, data),
                        from(OPERATOR, admin),
                        from(BALANCER, hazelcast),
                        from(BACKEND, hazelcast),
                        from(CLIENT, hazelcast),
                        from(BALANCER, bus),
                        from(BACKEND, bus),
                        from(CLIENT, bus)));
    }

    @Test
    void S2_only_balancers_reach_the_service_of_a_backend_and_only_members_its_cluster_ports() {
        assertThat(open(BACKEND))
                .isEqualTo(set(
                        from(BALANCER, backend),
                        from(BALANCER, hazelcast),
                        from(BACKEND, hazelcast),
                        from(CLIENT, hazelcast),
                        from(BALANCER, bus),
                        from(BACKEND, bus),
                        from(CLIENT, bus)));
    }

    @Test
    void S2_only_members_reach_a_client() {
        assertThat(open(CLIENT))
                .isEqualTo(set(
                        from(BALANCER, hazelcast),
                        from(BACKEND, hazelcast),
                        from(CLIENT, hazelcast),
                        from(BALANCER, bus),
                        from(BACKEND, bus),
                        from(CLIENT, bus)));
    }

    @Test
    void S2_nobody_leaves_the_namespace_but_to_ask_for_names() {
        for (Pod pod : List.of(BALANCER, BACKEND, CLIENT, NEIGHBOUR, OPERATOR)) {
            for (int port : ports()) {
                assertThat(rules.allow(pod, STRANGER, "TCP", port)).isFalse();
                assertThat(rules.allow(pod, DNS, "TCP", port)).isEqualTo(port == 53);
                assertThat(rules.allow(pod, DNS, "UDP", port)).isEqualTo(port == 53);
            }
        }
    }

    private Set<String> open(Pod to) {
        Set<String> open = new TreeSet<>();
        for (Pod from : EVERYBODY) {
            for (int port : ports()) {
                if (rules.allow(from, to, "TCP", port)) {
                    open.add(from(from, port));
                }
                assertThat(rules.allow(from, to, "UDP", port)).isFalse();
            }
        }
        return open;
    }

    /** All that are used, and some that nobody should find open. */
    private List<Integer> ports() {
        return Stream.of(data, admin, backend, hazelcast, bus, 1, 22, 53, 80, 443, hazelcast + 1, bus + 1)
                .toList();
    }

    private static String from(Pod from, int port) {
        return from.name() + " to " + port;
    }

    private static Set<String> set(String... texts) {
        return new TreeSet<>(List.of(texts));
    }

    private static Pod pod(String workload) {
        return new Pod(workload, OURS, MANIFESTS.workload(workload).labels());
    }
}
