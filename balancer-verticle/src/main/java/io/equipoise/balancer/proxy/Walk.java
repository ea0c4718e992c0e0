package io.equipoise.balancer.proxy;

import io.vertx.core.Promise;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A look at the sessions of one loop, from the oldest on, in pieces between which the loop does its other work. None is
 * left out or shown twice, whoever comes and goes meanwhile. Owned by the loop.
 */
final class Walk {
    /** Sessions that are looked at in one go: some 50 us. */
    static final int PIECE = 500;

    private final ProxyLoop loop;
    private final Predicate<Session> visitor;
    private final Promise<Void> done;
    private @Nullable Session at;

    private Walk(ProxyLoop loop, Predicate<Session> visitor, Promise<Void> done) {
        this.loop = loop;
        this.visitor = visitor;
        this.done = done;
    }

    /**
     * Shows sessions until the visitor has enough. Any thread.
     *
     * @param visitor says whether it wants the next one; may end the session it is given, and no other
     * @param done completes afterwards, also when the loop has ended: then it has no sessions
     */
    static void over(ProxyLoop loop, Predicate<Session> visitor, Promise<Void> done) {
        Walk walk = new Walk(loop, visitor, done);
        if (!loop.execute(walk::begin)) {
            done.complete();
        }
    }

    /** A session is about to leave the list. */
    void onRemoved(Session session) {
        if (session == at) {
            at = session.newer;
        }
    }

    private void begin() {
        at = loop.sessions().oldest();
        loop.sessions().begin(this);
        go();
    }

    private void go() {
        try {
            look();
        } catch (RuntimeException e) {
            loop.sessions().end(this);
            done.fail(e);
            return;
        }
        if (at == null || !loop.execute(this::go)) {
            loop.sessions().end(this);
            done.complete();
        }
    }

    private void look() {
        for (int i = 0; at != null && i < PIECE; i++) {
            Session session = at;
            at = session.newer;
            if (!visitor.test(session)) {
                at = null;
            }
        }
    }
}
