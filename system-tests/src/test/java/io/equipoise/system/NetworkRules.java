package io.equipoise.system;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;

/**
 * What NetworkPolicies let through, as the API's reference says: a pod that a policy of a direction selects is reached,
 * or reaches others, in that direction by what one of its policies allows; both ends must allow it.
 */
final class NetworkRules {
    private final String namespace;
    private final List<NetworkPolicy> policies;

    /** Those policies, all of that namespace. */
    NetworkRules(String namespace, List<NetworkPolicy> policies) {
        this.namespace = namespace;
        this.policies = policies;
    }

    /** Whether that pod can open a connection to that port of the other. */
    boolean allow(Pod from, Pod to, String protocol, int port) {
        return out(from, to, protocol, port) && in(from, to, protocol, port);
    }

    private boolean out(Pod from, Pod to, String protocol, int port) {
        List<NetworkPolicy> those = selecting(from, "Egress");
        return those.isEmpty()
                || those.stream()
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> hasPeer(rule.getTo(), to) && hasPort(rule.getPorts(), protocol, port));
    }

    private boolean in(Pod from, Pod to, String protocol, int port) {
        List<NetworkPolicy> those = selecting(to, "Ingress");
        return those.isEmpty()
                || those.stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> hasPeer(rule.getFrom(), from) && hasPort(rule.getPorts(), protocol, port));
    }

    private List<NetworkPolicy> selecting(Pod pod, String direction) {
        return policies.stream()
                .filter(policy -> pod.namespace().equals(namespace))
                .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
                .filter(policy -> matches(policy.getSpec().getPodSelector(), pod.labels()))
                .toList();
    }

    private boolean hasPeer(List<NetworkPolicyPeer> peers, Pod pod) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> isPeer(peer, pod));
    }

    /** A block of addresses is for what is no pod; of pods alone is asked here. */
    private boolean isPeer(NetworkPolicyPeer peer, Pod pod) {
        if (peer.getIpBlock() != null) {
            return false;
        }
        boolean isThere = peer.getNamespaceSelector() == null
                ? pod.namespace().equals(namespace)
                : matches(peer.getNamespaceSelector(), Map.of("kubernetes.io/metadata.name", pod.namespace()));
        return isThere && (peer.getPodSelector() == null || matches(peer.getPodSelector(), pod.labels()));
    }

    private static boolean hasPort(List<NetworkPolicyPort> ports, String protocol, int port) {
        return ports.isEmpty()
                || ports.stream()
                        .anyMatch(each -> each.getProtocol().equals(protocol)
                                && each.getPort().getIntVal() == port);
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        if (!selector.getMatchExpressions().isEmpty()) {
            throw new AssertionError("a selector has expressions, which are not understood here: " + selector);
        }
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
    }

    /**
     * Somebody who connects or is connected to.
     *
     * @param name how messages call it
     */
    record Pod(String name, String namespace, Map<String, String> labels) {}
}
