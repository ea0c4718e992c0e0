package io.equipoise.balancer.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one loop that have not ended: a list linked through the sessions themselves, in the order of their
 * ids. Owned by the loop.
 */
final class Sessions {
    private final int step;
    private final List<Walk> walks = new ArrayList<>();
    private @Nullable Session newest;
    private @Nullable Session oldest;
    private long lastId;
    private int size;
    private volatile int published;

    /**
     * None yet.
     *
     * @param loop which of the loops, from 0
     * @param loops how many loops give ids, none of them one that another gives
     */
    Sessions(int loop, int loops) {
        this.lastId = loop;
        this.step = loops;
    }

    /** How many there are. Any thread. */
    int size() {
        return published;
    }

    /** The one from which all others are reached by {@link Session#newer}; null when there is none. */
    @Nullable
    Session oldest() {
        return oldest;
    }

    /** Adds a session and gives it its id. */
    void add(Session session) {
        lastId += step;
        session.id = lastId;
        session.older = newest;
        if (newest == null) {
            oldest = session;
        } else {
            newest.newer = session;
        }
        newest = session;
        published = ++size;
    }

    void remove(Session session) {
        for (int i = 0; i < walks.size(); i++) {
            walks.get(i).onRemoved(session);
        }
        if (session.newer == null) {
            newest = session.older;
        } else {
            session.newer.older = session.older;
        }
        if (session.older == null) {
            oldest = session.newer;
        } else {
            session.older.newer = session.newer;
        }
        session.newer = null;
        session.older = null;
        published = --size;
    }

    /** Visits all; the visitor may end the session it is given, and no other. */
    void forEach(Consumer<Session> visitor) {
        for (Session session = newest, next; session != null; session = next) {
            next = session.older;
            visitor.accept(session);
        }
    }

    /** From now on that walk is told of sessions that are removed. */
    void begin(Walk walk) {
        walks.add(walk);
    }

    void end(Walk walk) {
        walks.remove(walk);
    }
}
