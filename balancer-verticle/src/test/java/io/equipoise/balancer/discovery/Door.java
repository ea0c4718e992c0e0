package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.LogLimit;
import io.equipoise.balancer.control.ManualTime;
import io.equipoise.balancer.control.PoolUpdates;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The door of a balancer, on a manual clock, and the pool behind it. */
final class Door {
    static final long LEASE = 18_000;

    final ManualTime time = new ManualTime();
    final BackendPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory()).pool();
    final Refusals refusals = new Refusals(new LogLimit(time));
    final List<PoolEvent> events = new ArrayList<>();
    final List<String> heardOf = new ArrayList<>();
    final Announcements announcements;
    private final Envelope envelope;

    Door(Envelope envelope, Admission admission) {
        this.envelope = envelope;
        PoolUpdates updates = new PoolUpdates(pool, time);
        updates.addListener(events::add);
        updates.addListener(refusals);
        announcements = new Announcements(envelope, admission, service -> 7, updates, heardOf::add, refusals, time);
    }

    /** That takes whatever comes from a network of hosts, unsigned. */
    static Door open() {
        return new Door(
                Envelope.of(Optional.empty()), Admission.of(List.of(), 1_024, 65_535, new OwnListeners(Set.of())));
    }

    /** A first announcement of a first start, at an address that follows from the number. */
    static Registration registration(int number) {
        return new Registration(
                "b" + number,
                1,
                "web",
                "10.0." + number / 250 + "." + (1 + number % 250),
                9_000,
                100,
                "",
                BackendState.READY,
                LEASE,
                1_700_000_000_000L,
                1,
                Map.of());
    }

    static Registration started(Registration of, long incarnation) {
        return of.startedAs(incarnation).with(of.state(), 1);
    }

    static Registration at(Registration of, String host) {
        return new Registration(
                of.id(),
                of.incarnation(),
                of.service(),
                host,
                of.port(),
                of.weight(),
                of.zone(),
                of.state(),
                of.leaseMillis(),
                of.startedAt(),
                of.sequence(),
                of.tags());
    }

    static Registration on(Registration of, int port) {
        return new Registration(
                of.id(),
                of.incarnation(),
                of.service(),
                of.host(),
                port,
                of.weight(),
                of.zone(),
                of.state(),
                of.leaseMillis(),
                of.startedAt(),
                of.sequence(),
                of.tags());
    }

    String sealed(Registration registration) {
        return envelope.seal(Envelope.Kind.REGISTRATION, registration.toJson());
    }

    void announce(Registration registration) {
        announcements.onAnnounced(sealed(registration));
        settle();
    }

    /** As the cluster-wide map has it. */
    void entry(Registration registration) {
        announcements.onEntry(sealed(registration));
        settle();
    }

    void depart(String id, long incarnation, long sequence) {
        announcements.onDeparted(
                envelope.seal(Envelope.Kind.DEPARTURE, new Departure(id, incarnation, sequence).toJson()));
        settle();
    }

    /** Moves the clock, and ends leases as often as a balancer looks. */
    void pass(Duration duration) {
        for (long millis = 0; millis < duration.toMillis(); millis += 500) {
            time.advanceMillis(500);
            announcements.endLeases(id -> true);
        }
        settle();
    }

    List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (BackendNode node : pool.snapshot().nodes()) {
            ids.add(node.backend().id());
        }
        return ids;
    }

    void settle() {
        time.advanceMillis(3);
    }
}
