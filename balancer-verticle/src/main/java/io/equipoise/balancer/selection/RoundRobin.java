package io.equipoise.balancer.selection;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Rotation;
import io.equipoise.balancer.pool.Selector;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Weighted round robin: takes turns along a {@link Turns order} that is computed once per set. The cursor is the
 * service's own, so the order is kept over all loops and from one set to the next.
 *
 * <p>A node that is not admitted gives its turn to the next one, and the cursor moves on: its neighbour in the order
 * does not get both turns.
 */
final class RoundRobin implements Selector {
    /** Turns that may be passed on before the set is simply walked; bounds a pick when a heavy node is full. */
    private static final int TURNS_TO_PASS = 16;

    private final BackendNode[] nodes;
    private final Turns turns;
    private final Rotation rotation;

    private RoundRobin(BackendNode[] nodes, Turns turns, Rotation rotation) {
        this.nodes = nodes;
        this.turns = turns;
        this.rotation = rotation;
    }

    static Selector over(List<BackendNode> nodes, Rotation rotation) {
        BackendNode[] array = nodes.toArray(BackendNode[]::new);
        return new RoundRobin(array, Turns.of(Weights.of(array)), rotation);
    }

    @Override
    public @Nullable BackendNode select(Request request) {
        for (int passed = 0; passed < TURNS_TO_PASS; passed++) {
            BackendNode node = nodes[turns.next(rotation)];
            if (request.admits(node)) {
                return node;
            }
        }
        return Circle.firstAdmitted(nodes, rotation.next(nodes.length), request);
    }

    @Override
    public Explanation explain(BackendNode chosen, List<Asked> asked) {
        int passed = Reasons.refused(asked);
        String why = passed == 0
                ? turn(chosen)
                : passed < TURNS_TO_PASS
                        ? turn(chosen) + ", after passing over " + passed + " that could not be chosen"
                        : "the next that could be chosen, after " + TURNS_TO_PASS + " turns of others that could not";
        return new Explanation(why, false);
    }

    /** How many turns of all it has. */
    private String turn(BackendNode chosen) {
        int[] weights = Weights.of(nodes);
        int own = weights[List.of(nodes).indexOf(chosen)];
        String share = own + " in " + IntStream.of(weights).asLongStream().sum();
        return "its turn (" + share + (Weights.equal(weights) ? ")" : " by weight)");
    }
}
