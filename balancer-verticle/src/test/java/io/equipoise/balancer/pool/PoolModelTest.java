package io.equipoise.balancer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend.Mode;
import io.equipoise.balancer.pool.Backend.Origin;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.PoolModel.Entry;
import io.equipoise.balancer.selection.SelectionPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random steps of all that may happen to the pool, and after each of them the pool against a simple model of it. */
class PoolModelTest {
    /** Each chooses by a policy of its own. */
    static final Set<String> SERVICES =
            new TreeSet<>(Set.of("least-connections", "power-of-two", "random", "round-robin"));

    private static final int STEPS = 50_000;

    private final PoolModel model = new PoolModel();
    private final Map<Entry, BackendNode> nodes = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private BackendPool pool;
    private Random dice;
    private TestRequest request;

    private record Held(Lease lease, Entry entry) {}

    @BeforeEach
    void makePool() {
        pool = new BackendPool(
                service -> new ServicePolicy(
                        service, SelectionPolicy.named(service).orElseThrow().factory(), 8, PoolModel.PANIC_PERCENT),
                () -> 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void fifty_thousand_random_steps_agree_with_a_simple_model(long seed) {
        dice = new Random(seed);
        request = new TestRequest(seed);
        int picked = 0;
        for (int step = 0; step < STEPS; step++) {
            switch (dice.nextInt(4)) {
                case 0 -> update();
                case 1 -> release();
                default -> picked += pick() ? 1 : 0;
            }
            check();
        }
        held.forEach(one -> one.lease().release(Lease.Outcome.SERVED));

        assertThat(picked).as("the steps do something").isGreaterThan(STEPS / 10);
        assertThat(nodes.values())
                .hasSizeGreaterThan(STEPS / 100)
                .allSatisfy(node -> assertThat(node.open()).isZero());
    }

    private void update() {
        List<PoolUpdate> updates = new ArrayList<>();
        for (int i = dice.nextInt(4); i >= 0; i--) {
            updates.add(randomUpdate());
        }
        PoolSnapshot before = pool.snapshot();
        List<String> expected = model.apply(updates);

        List<PoolEvent> events = pool.apply(updates);

        assertThat(events.stream().map(PoolModelTest::words)).isEqualTo(expected);
        events.forEach(this::onEvent);
        boolean changed = events.stream().anyMatch(event -> !(event instanceof PoolEvent.Refused));
        if (changed) {
            assertThat(pool.snapshot().version()).isEqualTo(before.version() + 1);
        } else {
            assertThat(pool.snapshot()).isSameAs(before);
        }
    }

    private PoolUpdate randomUpdate() {
        Backend backend = randomBackend();
        // Of those that are there, mostly: a stranger's updates are ignored.
        List<Entry> present = List.copyOf(model.entries());
        Backend known = present.isEmpty() || dice.nextInt(10) == 0
                ? backend
                : present.get(dice.nextInt(present.size())).announced;
        return switch (dice.nextInt(12)) {
            case 0, 1 -> new PoolUpdate.Upsert(backend);
            case 2 -> new PoolUpdate.Upsert(known);
            case 3, 4 -> new PoolUpdate.Upsert(describedAnew(known));
            case 5 ->
                new PoolUpdate.Remove(
                        known.id(), randomBackend().origin(), known.incarnation() + dice.nextInt(2), "told to");
            case 6 -> new PoolUpdate.ModeTold(known.id(), known.incarnation(), any(Mode.values()));
            case 7, 8 -> new PoolUpdate.Ordered(known.id(), randomMode(), randomWeight());
            case 9 -> policyChanged(any(SERVICES.toArray(String[]::new)), any(SelectionPolicy.values()));
            default -> new PoolUpdate.Health(known.id(), known.incarnation(), any(Status.values()), "told to");
        };
    }

    private Backend randomBackend() {
        return new Backend(
                "b" + dice.nextInt(14),
                1 + dice.nextInt(5),
                any(SERVICES.toArray(String[]::new)),
                Backends.address(dice.nextInt(18)),
                dice.nextInt(4),
                dice.nextInt(4),
                "",
                randomMode(),
                dice.nextInt(6) == 0 ? Origin.STATIC : Origin.ANNOUNCED,
                Map.of());
    }

    private Mode randomMode() {
        return dice.nextInt(3) == 0 ? any(Mode.values()) : Mode.READY;
    }

    private OptionalInt randomWeight() {
        return dice.nextBoolean() ? OptionalInt.of(dice.nextInt(6)) : OptionalInt.empty();
    }

    private static PoolUpdate policyChanged(String service, SelectionPolicy policy) {
        return new PoolUpdate.PolicyChanged(service, policy.wireName(), policy.factory());
    }

    private Backend describedAnew(Backend b) {
        Backend other = randomBackend();
        return new Backend(
                b.id(),
                b.incarnation(),
                b.service(),
                b.address(),
                other.weight(),
                other.maxConnections(),
                "",
                other.mode(),
                b.origin(),
                Map.of());
    }

    private void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined) {
            for (Entry entry : model.entries()) {
                if (entry.backend.sameIdentity(joined.node().backend())) {
                    nodes.put(entry, joined.node());
                }
            }
        }
    }

    private boolean pick() {
        String service = any(SERVICES.toArray(String[]::new));
        ServiceView view = pool.snapshot().service(service);
        if (view == null) {
            return false;
        }
        Set<Entry> admitted = new HashSet<>(model.eligible(service));
        admitted.removeIf(entry -> dice.nextInt(5) == 0);
        request.admitting(admitted.stream().map(nodes::get).collect(Collectors.toSet()));
        admitted.removeIf(entry -> !entry.hasRoom());

        Lease lease = view.lease(request.from(dice.nextLong()));

        assertThat(lease != null).isEqualTo(!admitted.isEmpty());
        if (lease == null) {
            return false;
        }
        Entry entry = admitted.stream()
                .filter(one -> nodes.get(one) == lease.node())
                .findFirst()
                .orElseThrow(() -> new AssertionError(lease.node() + " was not admitted"));
        entry.open++;
        entry.opened++;
        held.add(new Held(lease, entry));
        return true;
    }

    private void release() {
        if (held.isEmpty()) {
            return;
        }
        Held one = held.remove(dice.nextInt(held.size()));
        Lease.Outcome outcome = any(Lease.Outcome.values());
        one.entry().open--;
        if (outcome == Lease.Outcome.FAILED) {
            one.entry().failures++;
            one.entry().failuresInARow++;
        } else if (outcome == Lease.Outcome.SERVED) {
            one.entry().failuresInARow = 0;
        }

        assertThat(one.lease().release(outcome)).isTrue();
        assertThat(one.lease().release(outcome)).isFalse();
    }

    private <T> T any(T[] all) {
        return all[dice.nextInt(all.length)];
    }

    private void check() {
        Map<String, ServiceView> views = new TreeMap<>(pool.snapshot().services());
        for (String service : SERVICES) {
            ServiceView view = views.remove(service);
            assertThat(view == null).isEqualTo(model.of(service).isEmpty());
            if (view != null) {
                assertThat(view.nodes()).isEqualTo(nodesOf(model.of(service)));
                assertThat(view.eligible()).isEqualTo(nodesOf(model.eligible(service)));
                assertThat(view.panic()).isEqualTo(model.panic(service));
                assertThat(view.policy()).isEqualTo(model.policy(service));
                view.nodes()
                        .forEach(node -> assertThat(node.eligible())
                                .isEqualTo(view.eligible().contains(node)));
            }
        }
        assertThat(views).isEmpty();
        model.entries().forEach(entry -> {
            checkMember(entry);
            checkCounts(entry);
        });
        held.forEach(one -> checkCounts(one.entry()));
    }

    private List<BackendNode> nodesOf(List<Entry> entries) {
        return entries.stream().map(nodes::get).toList();
    }

    private void checkMember(Entry entry) {
        BackendNode node = nodes.get(entry);
        assertThat(pool.node(entry.backend.id())).isSameAs(node);
        assertThat(node.backend()).isEqualTo(entry.backend);
        assertThat(node.announced()).isEqualTo(entry.announced);
        assertThat(node.health()).isEqualTo(entry.health);
        assertThat(node.member()).isTrue();
    }

    private void checkCounts(Entry entry) {
        BackendNode node = nodes.get(entry);
        assertThat(node.open()).isEqualTo(entry.open).isNotNegative();
        assertThat(node.opened()).isEqualTo(entry.opened);
        assertThat(node.failures()).isEqualTo(entry.failures);
        assertThat(node.consecutiveFailures()).isEqualTo(entry.failuresInARow);
        assertThat(node.member()).isEqualTo(model.entries().contains(entry));
    }

    private static String words(PoolEvent event) {
        if (event instanceof PoolEvent.Joined joined) {
            return "joined " + identity(joined.node().backend());
        } else if (event instanceof PoolEvent.Left left) {
            return "left " + identity(left.node().backend());
        } else if (event instanceof PoolEvent.Changed changed) {
            return "changed " + identity(changed.node().backend());
        } else if (event instanceof PoolEvent.PolicyChanged changed) {
            return "policy of " + changed.service() + ", " + changed.before() + ", is " + changed.now();
        } else if (event instanceof PoolEvent.Flipped flipped) {
            return "flipped " + identity(flipped.node().backend()) + " " + flipped.health();
        } else if (event instanceof PoolEvent.Panic panic) {
            return "panic " + panic.service() + " " + panic.on();
        } else if (event instanceof PoolEvent.Refused refused) {
            return "refused " + identity(refused.backend());
        }
        throw new AssertionError("unknown event " + event);
    }

    private static String identity(Backend backend) {
        return backend.id() + "#" + backend.incarnation();
    }
}
