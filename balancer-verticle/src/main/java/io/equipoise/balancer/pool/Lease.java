package io.equipoise.balancer.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One connection counted against a backend. The count that went up comes down exactly once, with an outcome, on every
 * path including refusal (tower's {@code Handle}). Any thread may release; only the first release counts.
 */
public final class Lease {
    private static final VarHandle RELEASED;

    static {
        try {
            RELEASED = MethodHandles.lookup().findVarHandle(Lease.class, "released", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What became of the connection, as far as the backend is to blame. */
    public enum Outcome {
        /** The backend answered. */
        SERVED,
        /** The backend refused, did not answer, or broke the connection before it had answered. */
        FAILED,
        /** The connection says nothing of the backend: the client left first, or the balancer ended it. */
        NEUTRAL
    }

    private final BackendNode node;

    @SuppressWarnings("unused") // through RELEASED
    private volatile boolean released;

    Lease(BackendNode node) {
        this.node = node;
    }

    /** The backend this counts against. */
    public BackendNode node() {
        return node;
    }

    /**
     * Gives the connection back; a session that waits for room is served before this returns.
     *
     * @return whether this was the release; false when it had been released before
     */
    public boolean release(Outcome outcome) {
        boolean first = RELEASED.compareAndSet(this, false, true);
        if (first) {
            node.onReleased(outcome);
        }
        return first;
    }
}
