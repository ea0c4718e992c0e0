package io.equipoise.balancer.proxy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions of one event loop, as a list through the sessions themselves: entering and leaving cost the same
 * however many there are. Confined to the loop, but for {@link #count()}.
 */
final class Sessions {
    private @Nullable Session first;
    private volatile int count;
    private Runnable whenEmpty = () -> {};

    /** How many are open. Any thread. */
    int count() {
        return count;
    }

    void add(Session session) {
        session.next = first;
        if (first != null) {
            first.previous = session;
        }
        first = session;
        changeCount(1);
    }

    void remove(Session session) {
        Session before = session.previous;
        Session after = session.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        session.previous = null;
        session.next = null;
        changeCount(-1);
        if (first == null) {
            whenEmpty.run();
        }
    }

    /** Visits each; the visitor may end the session that it is given. */
    void forEach(Consumer<Session> visitor) {
        Session session = first;
        while (session != null) {
            Session following = session.next;
            visitor.accept(session);
            session = following;
        }
    }

    /** Runs the action once no session is open, at once when none is. */
    void whenEmpty(Runnable action) {
        whenEmpty = action;
        if (first == null) {
            action.run();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the loop is the only writer
    private void changeCount(int by) {
        count += by;
    }
}
