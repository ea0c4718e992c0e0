package io.equipoise.balancer.pool;

import io.equipoise.balancer.pool.Backend.Mode;
import io.equipoise.balancer.pool.Backend.Origin;
import io.equipoise.balancer.pool.HealthState.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the pool should be, written as plainly as can be: it looks at everything each time. */
final class PoolModel {
    static final int PANIC_PERCENT = 50;

    /** One start of one backend. */
    static final class Entry {
        Backend backend;
        Status health = Status.UNKNOWN;
        int open;
        long opened;
        long failures;
        int failuresInARow;

        Entry(Backend backend) {
            this.backend = backend;
        }

        boolean wanted() {
            return backend.mode() == Mode.READY && backend.weight() > 0;
        }

        boolean hasRoom() {
            return backend.maxConnections() == 0 || open < backend.maxConnections();
        }

        @Override
        public String toString() {
            return backend.id() + "#" + backend.incarnation();
        }
    }

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Set<String> panicking = new TreeSet<>();

    Collection<Entry> entries() {
        return entries.values();
    }

    List<Entry> of(String service) {
        return entries().stream()
                .filter(entry -> entry.backend.service().equals(service))
                .toList();
    }

    List<Entry> eligible(String service) {
        List<Entry> wanted = of(service).stream().filter(Entry::wanted).toList();
        return panic(service)
                ? wanted.stream()
                        .filter(entry -> entry.health != Status.UNKNOWN)
                        .toList()
                : wanted.stream().filter(entry -> entry.health == Status.UP).toList();
    }

    boolean panic(String service) {
        double up = 0;
        double down = 0;
        for (Entry entry : of(service)) {
            up += entry.wanted() && entry.health == Status.UP ? 1 : 0;
            down += entry.wanted() && entry.health == Status.DOWN ? 1 : 0;
        }
        return up + down > 0 && up / (up + down) < PANIC_PERCENT / 100.0;
    }

    /** Applies the updates; what they change, in words. */
    List<String> apply(List<PoolUpdate> updates) {
        List<String> events = new ArrayList<>();
        for (PoolUpdate update : updates) {
            if (update instanceof PoolUpdate.Upsert upsert) {
                upsert(upsert.backend(), events);
            } else if (update instanceof PoolUpdate.Remove remove) {
                Entry entry = entries.get(remove.id());
                if (entry != null
                        && entry.backend.origin() == remove.origin()
                        && entry.backend.incarnation() <= remove.incarnation()) {
                    drop(entry, events);
                }
            } else if (update instanceof PoolUpdate.ModeTold told) {
                tell(told, events);
            } else if (update instanceof PoolUpdate.Health health) {
                Entry entry = entries.get(health.id());
                if (entry != null
                        && entry.backend.incarnation() == health.incarnation()
                        && entry.health != health.status()) {
                    entry.health = health.status();
                    events.add("flipped " + entry + " " + health.status());
                }
            }
        }
        for (String service : PoolModelTest.SERVICES) {
            if (panic(service) && panicking.add(service)) {
                events.add("panic " + service + " true");
            } else if (!panic(service) && panicking.remove(service)) {
                events.add("panic " + service + " false");
            }
        }
        return events;
    }

    private void tell(PoolUpdate.ModeTold told, List<String> events) {
        Entry entry = entries.get(told.id());
        if (entry != null
                && entry.backend.origin() == Origin.ANNOUNCED
                && entry.backend.incarnation() == told.incarnation()
                && entry.backend.mode() != told.mode()) {
            entry.backend = entry.backend.withMode(told.mode());
            events.add("changed " + entry);
        }
    }

    private void upsert(Backend backend, List<String> events) {
        Entry present = entries.get(backend.id());
        if (present != null
                && present.backend.origin() == backend.origin()
                && present.backend.incarnation() == backend.incarnation()) {
            boolean moved = !present.backend.service().equals(backend.service())
                    || !present.backend.address().equals(backend.address());
            if (moved) {
                events.add("refused " + backend.id() + "#" + backend.incarnation());
            } else if (!present.backend.equals(backend)) {
                present.backend = backend;
                events.add("changed " + present);
            }
            return;
        }
        List<Entry> inTheWay = entries().stream()
                .filter(other -> other == present || sharesAddress(other.backend, backend))
                .toList();
        if (!inTheWay.stream().allMatch(other -> yields(other.backend, backend))) {
            events.add("refused " + backend.id() + "#" + backend.incarnation());
            return;
        }
        inTheWay.stream().filter(other -> other != present).forEach(other -> drop(other, events));
        if (present != null) {
            drop(present, events);
        }
        Entry entry = new Entry(backend);
        entries.put(backend.id(), entry);
        events.add("joined " + entry);
    }

    private static boolean sharesAddress(Backend present, Backend newcomer) {
        return !present.id().equals(newcomer.id())
                && present.address().equals(newcomer.address())
                && (present.service().equals(newcomer.service())
                        || (present.origin() == Origin.ANNOUNCED && newcomer.origin() == Origin.ANNOUNCED));
    }

    private static boolean yields(Backend present, Backend newcomer) {
        if (present.origin() == Origin.STATIC) {
            return present.id().equals(newcomer.id())
                    && newcomer.origin() == Origin.STATIC
                    && newcomer.incarnation() > present.incarnation();
        }
        return newcomer.origin() == Origin.STATIC || newcomer.incarnation() > present.incarnation();
    }

    private void drop(Entry entry, List<String> events) {
        entries.remove(entry.backend.id());
        events.add("left " + entry);
    }
}
