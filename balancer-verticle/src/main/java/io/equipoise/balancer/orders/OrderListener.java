package io.equipoise.balancer.orders;

import java.util.Map;

/** Is told of every order that this balancer applies, its own and others', on the control loop. Must not block. */
@FunctionalInterface
public interface OrderListener {
    /**
     * One order, or at a start all that the cluster has as one.
     *
     * @param subject whom it is about: a backend's id, a service
     * @param message what was ordered; constant text
     * @param details who, from where, and what from what to what, in the order to show it
     */
    void onOrder(String subject, String message, Map<String, Object> details);
}
