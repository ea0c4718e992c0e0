package io.equipoise.balancer.config;

import java.time.Duration;

/**
 * Whether Kubernetes is told which backends' pods it may take away most cheaply.
 *
 * @param enabled whether this balancer writes that when it leads
 * @param every how often at most; costs that have not changed are not written
 */
public record DeletionCostConfig(boolean enabled, Duration every) {
    /** What a balancer has that says nothing. */
    public static final DeletionCostConfig DEFAULTS = new DeletionCostConfig(false, Duration.ofSeconds(30));
}
