package io.equipoise.balancer.health;

import io.equipoise.balancer.control.ManualTime;
import io.equipoise.balancer.control.PoolUpdates;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The health of a pool on a manual clock, whose backends answer probes as a test says; well, unless it says otherwise. */
final class Ward {
    static final HealthRules RULES = new HealthRules(
            Duration.ofMillis(500),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            2,
            2,
            Duration.ofSeconds(10),
            Optional.empty(),
            Optional.empty());

    final ManualTime time = new ManualTime();
    final BackendPool pool = new BackendPool(
            service -> new ServicePolicy("round-robin", SelectionPolicy.ROUND_ROBIN.factory(), 8, 50), () -> 0);
    final List<Sent> sent = new ArrayList<>();
    final List<Flip> flips = new ArrayList<>();
    final List<BackendNode> cut = new ArrayList<>();
    final HealthChecker health;
    int timesLost;
    int timesBack;

    private final PoolUpdates updates = new PoolUpdates(pool, time);
    private final Map<String, Answer> ports = new HashMap<>();
    private final Map<String, Answer> pings = new HashMap<>();
    private final Map<String, Backend.Mode> modes = new HashMap<>();

    /** How a backend answers a probe. */
    enum Answer {
        GOOD,
        BAD,
        /** Never. */
        NONE,
        /** The probe could not be made. */
        MOOT,
        /** Well, after 300 ms. */
        LATE,
        /** Well, after the timeout. */
        TOO_LATE
    }

    /** What kind of probe was sent when, to whom, and what it showed of the published pool. */
    record Sent(boolean ping, String id, Duration at, Backend.Mode seen) {}

    record Flip(String id, Status to, Duration at, String why) {}

    private final class CountingListener implements ClusterListener {
        @Override
        public void onLost(int backends) {
            timesLost++;
        }

        @Override
        public void onBack(String backend) {
            timesBack++;
        }
    }

    Ward() {
        this(RULES);
    }

    Ward(HealthRules rules) {
        Probes probes =
                new Probes(service -> backend -> probe(false, backend), service -> backend -> probe(true, backend));
        health = new HealthChecker(
                probes, service -> rules, pool::snapshot, updates, cut::add, new CountingListener(), time.loop());
        updates.addListener(health);
        updates.addListener(event -> {
            if (event instanceof PoolEvent.Flipped flipped) {
                flips.add(new Flip(flipped.node().backend().id(), flipped.health(), time.elapsed(), flipped.why()));
            }
        });
    }

    /** With so many announced backends that are up. */
    static Ward of(int backends) {
        Ward ward = new Ward();
        ward.join(backends);
        return ward;
    }

    void join(int backends) {
        Backends.backends(backends).forEach(this::join);
        time.advanceMillis(100);
        flips.clear();
        sent.clear();
    }

    void join(Backend backend) {
        updates.accept(new PoolUpdate.Upsert(backend));
    }

    void leave(Backend backend) {
        updates.accept(new PoolUpdate.Remove(backend.id(), backend.origin(), backend.incarnation(), "told to"));
        settle();
    }

    void order(int backend, Backend.Mode mode) {
        updates.accept(new PoolUpdate.Ordered(id(backend), mode, OptionalInt.empty()));
        settle();
    }

    void port(int backend, Answer answer) {
        ports.put(id(backend), answer);
    }

    void ping(int backend, Answer answer) {
        pings.put(id(backend), answer);
    }

    /** A killed process: nothing answers, the port refuses. */
    void kill(int backend) {
        port(backend, Answer.BAD);
        ping(backend, Answer.NONE);
    }

    /** A stopped process: the kernel accepts for it. */
    void freeze(int backend) {
        ping(backend, Answer.NONE);
    }

    void cure(int backend) {
        port(backend, Answer.GOOD);
        ping(backend, Answer.GOOD);
    }

    /** From now on its pings tell that mode. */
    void tell(int backend, Backend.Mode mode) {
        modes.put(id(backend), mode);
    }

    static String id(int backend) {
        return Backends.backend(backend).id();
    }

    BackendNode node(int backend) {
        return pool.node(id(backend));
    }

    ServiceView view() {
        return pool.snapshot().service(Backends.SERVICE);
    }

    boolean isEligible(int backend) {
        return view().eligible().contains(node(backend));
    }

    /** Up to two ticks later, when verdicts are in the pool. */
    void settle() {
        time.advanceMillis(5);
    }

    /** How long it takes until the pool says so of it. */
    Duration until(int backend, Status status) {
        Duration start = time.elapsed();
        while (node(backend).health() != status) {
            time.advanceMillis(1);
            if (time.elapsed().minus(start).compareTo(Duration.ofMinutes(5)) > 0) {
                throw new AssertionError(id(backend) + " is " + node(backend).health() + ", not " + status);
            }
        }
        return time.elapsed().minus(start);
    }

    /** When probes of that kind were sent to that backend. */
    List<Duration> sent(boolean ping, int backend) {
        return sent.stream()
                .filter(one -> one.ping() == ping && one.id().equals(id(backend)))
                .map(Sent::at)
                .toList();
    }

    static List<Duration> gaps(List<Duration> moments) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            gaps.add(moments.get(i).minus(moments.get(i - 1)));
        }
        return gaps;
    }

    private Future<Observation> probe(boolean ping, Backend backend) {
        sent.add(new Sent(ping, backend.id(), time.elapsed(), backend.mode()));
        Promise<Observation> seen = Promise.promise();
        Optional<Backend.Mode> mode =
                ping ? Optional.of(modes.getOrDefault(backend.id(), backend.mode())) : Optional.empty();
        Observation good = new Observation(Observation.Kind.GOOD, "answered", mode);
        switch ((ping ? pings : ports).getOrDefault(backend.id(), Answer.GOOD)) {
            case GOOD -> time.after(Duration.ofMillis(1), () -> seen.complete(good));
            case LATE -> time.after(Duration.ofMillis(300), () -> seen.complete(good));
            case TOO_LATE -> time.after(Duration.ofMillis(401), () -> seen.complete(good));
            case BAD -> time.after(Duration.ofMillis(1), () -> seen.complete(Observation.bad("refused")));
            case MOOT -> seen.complete(Observation.moot("Too many open files"));
            case NONE -> {}
        }
        return seen.future();
    }
}
