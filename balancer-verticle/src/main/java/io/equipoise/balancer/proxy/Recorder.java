package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A request that notes what the selector asks it, for one choice. Owned by the session's loop. */
final class Recorder implements Selector.Request {
    private final Selector.Request request;
    private final List<Selector.Asked> asked = new ArrayList<>();
    private int begun;

    /** Answers as that one does. */
    Recorder(Selector.Request request) {
        this.request = request;
    }

    @Override
    public RandomGenerator random() {
        return request.random();
    }

    @Override
    public long affinity() {
        return request.affinity();
    }

    @Override
    public boolean admits(BackendNode node) {
        int open = node.open();
        boolean admitted = request.admits(node);
        asked.add(new Selector.Asked(node, open, admitted));
        return admitted;
    }

    @Override
    public void onLost(BackendNode node) {
        asked.add(new Selector.Asked(node, node.open(), false));
        begun = asked.size();
    }

    /** All that was asked. */
    List<Selector.Asked> all() {
        return asked;
    }

    /** What was asked for the last choice, the one that held. */
    List<Selector.Asked> last() {
        return asked.subList(begun, asked.size());
    }
}
