package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last {@value #PLACES} events. The control loop alone writes; any thread reads, without a lock: an event is
 * immutable and carries its number, so a reader knows a place that was written over.
 */
public final class EventRing implements PoolListener {
    /** Events that are kept. */
    public static final int PLACES = 1_000;

    private static final Logger log = LoggerFactory.getLogger(EventRing.class);

    private final InstantSource clock;
    private final @Nullable Event[] places = new Event[PLACES];
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private volatile long last;

    /** An empty ring whose events have the time of that clock. */
    public EventRing(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onEvent(PoolEvent event) {
        PoolStory.of(event).ifPresent(told -> add(told.kind(), told.subject(), told.message(), told.details()));
    }

    /** Adds one event, and tells those who listen. Control loop only. */
    public void add(Event.Kind kind, String subject, String message, Map<String, Object> details) {
        long number = last + 1;
        Event event = new Event(number, clock.instant(), kind, subject, message, details);
        places[place(number)] = event;
        last = number;
        listeners.forEach(listener -> tell(listener, event));
    }

    /** The number of the newest event; 0 before the first. Any thread. */
    public long newest() {
        return last;
    }

    /** Those of the last {@value #PLACES} events that have a higher number, oldest first; 0 is for all. Any thread. */
    public List<Event> since(long number) {
        Deque<Event> found = new ArrayDeque<>();
        long newest = last;
        long oldest = Math.max(number + 1, newest - PLACES + 1);
        for (long i = newest; i >= Math.max(1, oldest); i--) {
            Event event = places[place(i)];
            if (event == null || event.number() != i) {
                break;
            }
            found.addFirst(event);
        }
        return List.copyOf(found);
    }

    /**
     * Tells of every event from now on, on the control loop. Must not block. Any thread.
     *
     * @return ends it
     */
    public Runnable listen(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private static int place(long number) {
        return (int) (number % PLACES);
    }

    private static void tell(Consumer<Event> listener, Event event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("event", event.number()).log("an event listener failed");
        }
    }
}
