package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.load.OpenConnections;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The policies that a service may name. */
public enum SelectionPolicy {
    /** Turns in proportion to weight, evenly spread; exact over all loops. */
    ROUND_ROBIN("round-robin"),

    /** The fewest open connections for its weight, of all; equals take turns. */
    LEAST_CONNECTIONS("least-connections"),

    /** Dice in proportion to weight. */
    RANDOM("random"),

    /** The one with fewer open connections for its weight, of two that dice chose. */
    POWER_OF_TWO("power-of-two"),

    /** Always the same backend for one client address, as long as it is there. */
    SOURCE_HASH("source-hash");

    private final String wireName;

    SelectionPolicy(String wireName) {
        this.wireName = wireName;
    }

    /** The policy's name in configuration and API. */
    public String wireName() {
        return wireName;
    }

    /** Makes this policy's selector of a set of backends. */
    public Selector.Factory factory() {
        return switch (this) {
            case ROUND_ROBIN -> RoundRobin::over;
            case LEAST_CONNECTIONS -> LeastConnections::new;
            case RANDOM -> (nodes, rotation) -> new WeightedRandom(nodes);
            case POWER_OF_TWO -> (nodes, rotation) -> PowerOfTwo.over(nodes, rotation, new OpenConnections());
            case SOURCE_HASH -> (nodes, rotation) -> new SourceHash(nodes);
        };
    }

    /** The policy of that name, exactly as {@link #names()} has it. */
    public static Optional<SelectionPolicy> named(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName.equals(name))
                .findFirst();
    }

    /** All names, for messages that say what is allowed. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SelectionPolicy::wireName).toList();
    }
}
