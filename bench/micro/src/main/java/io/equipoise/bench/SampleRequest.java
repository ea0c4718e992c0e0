package io.equipoise.bench;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A session that chooses for the first time, as the data path asks: any backend with room, another client each time. */
final class SampleRequest implements Selector.Request {
    private final RandomGenerator random;
    private long affinity;

    SampleRequest(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public long affinity() {
        return affinity++;
    }

    @Override
    public boolean admits(BackendNode node) {
        return node.hasRoom();
    }
}
