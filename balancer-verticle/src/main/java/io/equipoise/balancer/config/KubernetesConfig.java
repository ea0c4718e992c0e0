package io.equipoise.balancer.config;

/**
 * What a balancer does with the Kubernetes that it runs on; nothing, when it is not asked to.
 *
 * @param serviceAccount folder with the {@code token}, the {@code ca.crt} and the {@code namespace} of its pod
 * @param deletionCost what pods cost that are taken away
 */
public record KubernetesConfig(String serviceAccount, DeletionCostConfig deletionCost) {
    /** What a balancer has that says nothing. */
    public static final KubernetesConfig DEFAULTS =
            new KubernetesConfig("/var/run/secrets/kubernetes.io/serviceaccount", DeletionCostConfig.DEFAULTS);
}
