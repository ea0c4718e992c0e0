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
        /** By its own word. */
        Backend announced;

        /** With what was ordered. */
        Backend backend;

        Status health = Status.UNKNOWN;
        int open;
        long opened;
        long failures;
        int failuresInARow;

        Entry(Backend announced, Backend backend) {
            this.announced = announced;
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
    private final Map<String, PoolUpdate.Ordered> orders = new TreeMap<>();
    private final Map<String, String> policies = new TreeMap<>();

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
            } else if (update instanceof PoolUpdate.Ordered ordered) {
                orders.put(ordered.id(), ordered);
                Entry entry = entries.get(ordered.id());
                if (entry != null) {
                    describe(entry, entry.announced, events);
                }
            } else if (update instanceof PoolUpdate.PolicyChanged changed) {
                String before = policies.replace(changed.service(), changed.name());
                if (before != null && !before.equals(changed.name())) {
                    events.add("policy of " + changed.service() + ", " + before + ", is " + changed.name());
                }
            }
        }
        policies.keySet().removeIf(service -> of(service).isEmpty());
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
                && entry.announced.mode() != told.mode()) {
            describe(entry, entry.announced.withMode(told.mode()), events);
        }
    }

    private void describe(Entry entry, Backend announced, List<String> events) {
        Backend now = ordered(announced);
        if (!announced.equals(entry.announced) || !now.equals(entry.backend)) {
            entry.announced = announced;
            entry.backend = now;
            events.add("changed " + entry);
        }
    }

    private Backend ordered(Backend announced) {
        PoolUpdate.Ordered order = orders.get(announced.id());
        if (order == null) {
            return announced;
        }
        List<Mode> modes = List.of(announced.mode(), order.mode());
        Mode mode = modes.contains(Mode.MAINTENANCE)
                ? Mode.MAINTENANCE
                : modes.contains(Mode.DRAINING) ? Mode.DRAINING : Mode.READY;
        int weight = order.weight().isPresent() ? order.weight().getAsInt() : announced.weight();
        return announced.withMode(mode).withWeight(weight);
    }

    /** The policy of a service that has a backend. */
    String policy(String service) {
        return policies.get(service);
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
            } else {
                describe(present, backend, events);
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
        Entry entry = new Entry(backend, ordered(backend));
        entries.put(backend.id(), entry);
        policies.putIfAbsent(backend.service(), backend.service());
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
