package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What one session asks of a selector: not a backend that it has tried, and not one that is full. */
final class Choice implements Selector.Request {
    private static final BackendNode[] NONE = {};

    private final RandomGenerator random;
    private final long affinity;
    private BackendNode[] tried = NONE;

    Choice(RandomGenerator random, long affinity) {
        this.random = random;
        this.affinity = affinity;
    }

    /** The next choice will be another one. */
    void exclude(BackendNode node) {
        tried = Arrays.copyOf(tried, tried.length + 1);
        tried[tried.length - 1] = node;
    }

    /** Whether any was excluded. */
    boolean excludesAny() {
        return tried.length > 0;
    }

    /** All may be chosen again. */
    void excludeNone() {
        tried = NONE;
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
        for (BackendNode one : tried) {
            if (one == node) {
                return false;
            }
        }
        return node.hasRoom();
    }
}
