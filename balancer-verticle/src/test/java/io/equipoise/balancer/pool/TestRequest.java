package io.equipoise.balancer.pool;

import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** A request of a test: seeded dice, an affinity that may be set, and what it admits beside room. */
public final class TestRequest implements Selector.Request {
    private final RandomGenerator random;
    private Predicate<BackendNode> admits = node -> true;
    private long affinity;

    public TestRequest(long seed) {
        random = new Random(seed);
    }

    /** From now on with that affinity. */
    public TestRequest from(long newAffinity) {
        affinity = newAffinity;
        return this;
    }

    /** From now on admits those nodes alone. */
    public TestRequest admitting(Set<BackendNode> nodes) {
        admits = nodes::contains;
        return this;
    }

    /** From now on admits that node alone. */
    public TestRequest admitting(BackendNode only) {
        admits = node -> node == only;
        return this;
    }

    /** From now on admits all that have room. */
    public TestRequest admittingAll() {
        admits = node -> true;
        return this;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public long affinity() {
        return affinity;
    }

    @Override
    public boolean admits(BackendNode node) {
        return node.hasRoom() && admits.test(node);
    }
}
