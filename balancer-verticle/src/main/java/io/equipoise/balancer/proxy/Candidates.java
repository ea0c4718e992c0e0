package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector.Asked;
import io.equipoise.balancer.pool.load.OpenConnections;
import io.equipoise.balancer.proxy.Decision.Candidate;
import io.equipoise.balancer.proxy.Decision.Passed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Picks the candidates of a choice that are worth keeping: the chosen one, those that were looked at, the least loaded.
 * One walk over the eligible nodes; what is not kept is not made.
 */
final class Candidates {
    private static final Comparator<Candidate> LEAST_LOADED_FIRST =
            Comparator.comparingDouble(Candidate::load).thenComparing(Candidate::backend);
    private static final Comparator<Candidate> WORST_FIRST = Comparator.comparingInt(
                    (Candidate each) -> rank(each.looked(), each.chosen()))
            .thenComparingDouble(Candidate::load)
            .reversed();

    private final IdentityHashMap<BackendNode, Asked> asked = new IdentityHashMap<>();
    private final Predicate<BackendNode> untried;
    private final boolean lookedAtAll;
    private final @Nullable BackendNode chosen;
    private final PriorityQueue<Candidate> kept = new PriorityQueue<>(Decision.MOST_CANDIDATES + 1, WORST_FIRST);

    private Candidates(
            List<Asked> answers, boolean lookedAtAll, Predicate<BackendNode> untried, @Nullable BackendNode chosen) {
        answers.forEach(answer -> asked.put(answer.node(), answer));
        this.lookedAtAll = lookedAtAll;
        this.untried = untried;
        this.chosen = chosen;
    }

    /**
     * Those among those nodes.
     *
     * @param answers what the selector was told, in order
     * @param lookedAtAll whether it has looked at nodes also that it did not ask about
     * @param untried whether the session was not on a node before
     * @param chosen what was chosen; its lease counts already
     */
    static List<Candidate> among(
            List<BackendNode> nodes,
            List<Asked> answers,
            boolean lookedAtAll,
            Predicate<BackendNode> untried,
            @Nullable BackendNode chosen) {
        Candidates candidates = new Candidates(answers, lookedAtAll, untried, chosen);
        nodes.forEach(candidates::look);
        if (chosen != null && !nodes.contains(chosen)) {
            candidates.look(chosen); // it may be chosen no longer, but was when it had room
        }
        Candidate[] kept = candidates.kept.toArray(Candidate[]::new);
        Arrays.sort(kept, LEAST_LOADED_FIRST);
        return List.of(kept);
    }

    private void look(BackendNode node) {
        Asked answer = asked.get(node);
        boolean isChosen = node == chosen;
        boolean looked = lookedAtAll || answer != null || isChosen;
        int weight = Math.max(1, node.weight());
        int open = answer != null ? answer.open() : Math.max(0, node.open() - (isChosen ? 1 : 0));
        double load = OpenConnections.of(open, weight);
        Candidate worst = kept.size() < Decision.MOST_CANDIDATES ? null : kept.peek();
        if (worst == null || isBetter(rank(looked, isChosen), load, worst)) {
            kept.add(new Candidate(
                    node.backend().id(), weight, open, load, looked, isChosen, isChosen ? null : passed(node, answer)));
            if (worst != null) {
                kept.poll();
            }
        }
    }

    private @Nullable Passed passed(BackendNode node, @Nullable Asked answer) {
        if (!untried.test(node)) {
            return Passed.TRIED_BEFORE;
        }
        boolean hasRoom = answer == null ? node.hasRoom() : answer.admitted();
        return hasRoom ? null : Passed.FULL;
    }

    private static boolean isBetter(int rank, double load, Candidate other) {
        int difference = Integer.compare(rank, rank(other.looked(), other.chosen()));
        return difference < 0 || (difference == 0 && load < other.load());
    }

    private static int rank(boolean looked, boolean isChosen) {
        return isChosen ? 0 : looked ? 1 : 2;
    }
}
