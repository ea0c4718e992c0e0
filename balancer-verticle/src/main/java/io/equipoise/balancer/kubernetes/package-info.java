/**
 * What a balancer tells the Kubernetes that it runs on, when it is asked to: what it costs to take the pod of a backend
 * away. State, policy and I/O are apart: {@link io.equipoise.balancer.kubernetes.WrittenCosts}, {@link
 * io.equipoise.balancer.kubernetes.DeletionCost}, {@link io.equipoise.balancer.kubernetes.KubernetesApi}. Nothing here is
 * on the way of a session.
 */
@NullMarked
package io.equipoise.balancer.kubernetes;

import org.jspecify.annotations.NullMarked;
