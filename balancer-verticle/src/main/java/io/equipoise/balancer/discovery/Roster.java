package io.equipoise.balancer.discovery;

import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has announced itself, how far, and until when that holds. Leases run by local monotonic time, so that no jump of
 * any wall clock ends them. Who left or was given up is remembered for a while: nothing that was under way meanwhile
 * brings that start back.
 */
final class Roster {
    /** How long those who are gone are remembered at least; two of their leases if that is longer. */
    static final Duration MEMORY = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final int capacity;
    private final Map<String, Entry> present = new HashMap<>();
    private final LinkedHashMap<String, Gone> gone = new LinkedHashMap<>();

    /**
     * An empty roster.
     *
     * @param capacity how many it takes, and how many of those who are gone it remembers
     */
    Roster(LongSupplier nanoTime, int capacity) {
        this.nanoTime = nanoTime;
        this.capacity = capacity;
    }

    private record Entry(Registration registration, long deadline) {}

    private record Gone(long incarnation, long sequence, boolean departed, long until) {}

    /** What becomes of an announcement. */
    enum Answer {
        /** It is news: to be applied. */
        TAKEN,
        /** It was taken before; there is nothing to do. */
        KNOWN,
        REPLAYED,
        SUPERSEDED,
        DEPARTED,
        IDENTITY_CONFLICT,
        FULL
    }

    /** Takes an announcement and renews its lease, unless it is old news. */
    Answer announce(Registration registration) {
        Entry entry = present.get(registration.id());
        Answer answer = entry == null ? compareWithGone(registration) : compare(registration, entry.registration());
        if (answer == Answer.TAKEN) {
            gone.remove(registration.id());
            present.put(registration.id(), new Entry(registration, deadline(registration)));
        }
        return answer;
    }

    /** Takes a backend's leave. The registration that it ends, if there is one, is gone afterwards. */
    Answer depart(Departure departure) {
        Entry entry = present.get(departure.id());
        Gone before = remembered(departure.id());
        if (entry != null && entry.registration().incarnation() > departure.incarnation()) {
            return Answer.SUPERSEDED;
        }
        if (entry != null
                && entry.registration().incarnation() == departure.incarnation()
                && entry.registration().sequence() >= departure.sequence()) {
            return Answer.REPLAYED;
        }
        if (before != null && (before.incarnation() > departure.incarnation() || isSameLeave(before, departure))) {
            return Answer.KNOWN;
        }
        long lease = entry == null ? 0 : entry.registration().leaseMillis();
        present.remove(departure.id());
        remember(departure.id(), departure.incarnation(), departure.sequence(), true, lease);
        return Answer.TAKEN;
    }

    /** The registration that holds for that id. */
    Optional<Registration> find(String id) {
        return Optional.ofNullable(present.get(id)).map(Entry::registration);
    }

    /** How many are present. */
    int size() {
        return present.size();
    }

    /** The longest time that anyone present may be silent before its lease is in danger: a third of a lease. */
    Duration longestSilence() {
        return Duration.ofMillis(present.values().stream()
                .mapToLong(entry -> entry.registration().leaseMillis() / 3)
                .max()
                .orElse(0));
    }

    /** Those whose lease has run out. */
    List<Registration> overdue() {
        long now = nanoTime.getAsLong();
        List<Registration> overdue = new ArrayList<>();
        for (Entry entry : present.values()) {
            if (now - entry.deadline() >= 0) {
                overdue.add(entry.registration());
            }
        }
        return overdue;
    }

    /** Gives a backend whose lease has run out another third of it. */
    void extend(Registration registration) {
        long third = Duration.ofMillis(registration.leaseMillis()).toNanos() / 3;
        present.put(registration.id(), new Entry(registration, nanoTime.getAsLong() + third));
    }

    /** Gives a backend up; only a newer announcement brings it back. */
    void giveUp(Registration registration) {
        present.remove(registration.id());
        remember(
                registration.id(),
                registration.incarnation(),
                registration.sequence(),
                false,
                registration.leaseMillis());
    }

    private Answer compare(Registration registration, Registration current) {
        if (registration.incarnation() != current.incarnation()) {
            return registration.incarnation() < current.incarnation() ? Answer.SUPERSEDED : Answer.TAKEN;
        }
        if (registration.sequence() <= current.sequence()) {
            return registration.equals(current) ? Answer.KNOWN : Answer.REPLAYED;
        }
        boolean sameAddress = registration.host().equals(current.host()) && registration.port() == current.port();
        return sameAddress ? Answer.TAKEN : Answer.IDENTITY_CONFLICT;
    }

    private Answer compareWithGone(Registration registration) {
        Gone before = remembered(registration.id());
        if (before != null && registration.incarnation() <= before.incarnation()) {
            if (before.departed()) {
                return Answer.DEPARTED;
            }
            if (registration.incarnation() < before.incarnation()) {
                return Answer.SUPERSEDED;
            }
            if (registration.sequence() <= before.sequence()) {
                return Answer.REPLAYED;
            }
        }
        return present.size() >= capacity ? Answer.FULL : Answer.TAKEN;
    }

    private @Nullable Gone remembered(String id) {
        Gone before = gone.get(id);
        return before == null || nanoTime.getAsLong() - before.until() >= 0 ? null : before;
    }

    private void remember(String id, long incarnation, long sequence, boolean departed, long leaseMillis) {
        long nanos =
                Math.max(MEMORY.toNanos(), 2 * Duration.ofMillis(leaseMillis).toNanos());
        gone.remove(id);
        gone.put(id, new Gone(incarnation, sequence, departed, nanoTime.getAsLong() + nanos));
        if (gone.size() > capacity) {
            gone.remove(gone.keySet().iterator().next());
        }
    }

    private long deadline(Registration registration) {
        return nanoTime.getAsLong()
                + Duration.ofMillis(registration.leaseMillis()).toNanos();
    }

    private static boolean isSameLeave(Gone before, Departure departure) {
        return before.departed() && before.incarnation() == departure.incarnation();
    }
}
