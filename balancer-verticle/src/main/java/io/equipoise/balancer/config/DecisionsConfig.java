package io.equipoise.balancer.config;

/**
 * How many choices of a backend are explained in the decision log.
 *
 * @param enabled whether there is a decision log
 * @param perSecond sessions each second whose choices are explained, over all loops, 1 to 1,000; twice as many at once
 */
public record DecisionsConfig(boolean enabled, int perSecond) {
    /** What a balancer has that says nothing. */
    public static final DecisionsConfig DEFAULTS = new DecisionsConfig(true, 50);
}
