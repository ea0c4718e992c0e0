package io.equipoise.balancer.pool;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one backend out of a fixed set. Built once per change of the set, by the control loop, and shared by all data
 * loops: immutable but for what {@link Rotation} and the nodes count. Takes no clock, log or lock.
 */
@FunctionalInterface
public interface Selector {
    /** A selector of nothing. */
    Selector NONE = request -> null;

    /**
     * The backend to try, or null when the request admits none of the set.
     *
     * <p>Called on data loops: must not block or allocate.
     */
    @Nullable
    BackendNode select(Request request);

    /**
     * Says how it came to a choice, for the log of choices; never called for sessions that are not in it.
     *
     * @param chosen what {@link #select} said
     * @param asked what it asked the request for that choice, in order; the last says {@code chosen} or is after it
     */
    default Explanation explain(BackendNode chosen, List<Asked> asked) {
        return new Explanation("by the policy of its service", false);
    }

    /**
     * A node that a selector has asked {@link Request#admits} about.
     *
     * @param open sessions on it then
     * @param admitted the answer
     */
    record Asked(BackendNode node, int open, boolean admitted) {}

    /**
     * How a choice came about.
     *
     * @param why one sentence
     * @param lookedAtAll whether it has looked at every node of the set, also at those it did not ask about
     */
    record Explanation(String why, boolean lookedAtAll) {}

    /** What a choice may depend on beside the set itself. */
    interface Request {
        /** The dice of the calling loop. */
        RandomGenerator random();

        /** A hash of what should always lead to the same backend: the client's address. */
        long affinity();

        /** Whether the node may be chosen: not tried before by this session, and not full. */
        boolean admits(BackendNode node);

        /** What was chosen turned out full, and the choice begins again. */
        default void onLost(BackendNode node) {}
    }

    /** Makes the selector of a set: a policy without its state. */
    @FunctionalInterface
    interface Factory {
        /**
         * A selector over those nodes.
         *
         * @param nodes what may be chosen, in a stable order; weights of at least 1; never empty
         * @param rotation the service's own turn, which outlives the set
         */
        Selector over(List<BackendNode> nodes, Rotation rotation);
    }
}
