package io.equipoise.balancer.proxy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of one loop that have not ended: a list linked through the sessions themselves. Owned by the loop. */
final class Sessions {
    private @Nullable Session first;
    private int size;
    private volatile int published;

    /** How many there are. Any thread. */
    int size() {
        return published;
    }

    void add(Session session) {
        session.next = first;
        if (first != null) {
            first.previous = session;
        }
        first = session;
        published = ++size;
    }

    void remove(Session session) {
        if (session.previous == null) {
            first = session.next;
        } else {
            session.previous.next = session.next;
        }
        if (session.next != null) {
            session.next.previous = session.previous;
        }
        session.previous = null;
        session.next = null;
        published = --size;
    }

    /** Visits all; the visitor may end the session it is given, and no other. */
    void forEach(Consumer<Session> visitor) {
        for (Session session = first, next; session != null; session = next) {
            next = session.next;
            visitor.accept(session);
        }
    }
}
