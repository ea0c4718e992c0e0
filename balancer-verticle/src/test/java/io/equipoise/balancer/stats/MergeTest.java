package io.equipoise.balancer.stats;

import static io.equipoise.balancer.pool.Backends.backends;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.equipoise.balancer.latency.Quantiles;
import io.equipoise.balancer.latency.Resolution;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.cluster.registry.InvalidMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three balancers carry random sessions and tell each other; every one of them must show what a model has counted. */
class MergeTest {
    private static final List<Backend> BACKENDS = backends(8);
    private static final long NOW_MILLIS = 1_790_000_000_000L;

    private final TestPool pool = new TestPool((nodes, rotation) -> request -> null).up(BACKENDS);
    private final List<Fake> balancers = List.of(new Fake("a"), new Fake("b"), new Fake("c"));
    private final List<Peers> views = List.of(new Peers(), new Peers(), new Peers());
    private final List<Told> told = new ArrayList<>();

    /** A session, who carried it and in which second. */
    private record Told(int balancer, int second, Fake.Session session) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void all_of_them_show_all_that_was_counted(long seed) {
        Random random = new Random(seed);
        for (int second = 1; second <= 25; second++) {
            carry(random, second);
            int at = second;
            balancers.forEach(balancer -> {
                List<String> messages = balancer.tell(at * 1_000L);
                views.forEach(view -> Fake.hearAll(view, messages, at * 1_000L));
            });
            assertShown(second);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void messages_that_are_lost_or_late_or_come_twice_cost_nothing_in_the_end(long seed) {
        Random random = new Random(seed);
        List<String> wires = new ArrayList<>();
        int dropped = 0;
        for (int second = 1; second <= 30; second++) {
            if (second <= 20) {
                carry(random, second);
            }
            for (Fake balancer : balancers) {
                wires.addAll(balancer.tell(second * 1_000L));
            }
            boolean isRough = second <= 20;
            if (isRough) {
                Collections.shuffle(wires, random);
            }
            List<String> late = new ArrayList<>();
            for (String message : wires) {
                int fate = isRough ? random.nextInt(10) : 9;
                if (fate < 2) {
                    late.add(message);
                } else if (fate > 3) {
                    dropped += hear(message, second) + (fate == 4 ? hear(message, second) : 0);
                }
            }
            wires.clear();
            wires.addAll(late);
        }
        assertThat(dropped).isPositive();
        for (Peers view : views) {
            Stats all = stats(view, Window.ALL, 30);
            assertThat(all.total().traffic().counts()).isEqualTo(counts(told));
            assertQuantiles(all.total().firstByte(), told, Fake.Session::firstByteMicros, Resolution.FINE);
        }
    }

    @Test
    void a_service_shows_what_is_still_open_on_backends_that_left() {
        balancers.get(0).open(Fake.backend("b00001"), 5);
        balancers.get(0).open(Fake.backend("gone"), 2);
        balancers.get(1).open(Fake.backend("gone"), 3);
        balancers.get(2).open(Fake.backend("b00002"), 7);
        tellAll(1);
        assertThat(stats(views.get(0), Window.RECENT, 1).services())
                .extracting(Stats.OfService::departed)
                .containsExactly(5L);
    }

    @Test
    void backends_show_their_share_and_their_last_failure_at_whichever_balancer() {
        balancers.get(0).carry(new Fake.Session("b00001", 1, 1, 1, 1, true), NOW_MILLIS - 7);
        balancers.get(1).carry(new Fake.Session("b00001", 1, 1, 1, 1, true), NOW_MILLIS - 3);
        balancers.get(2).carry(new Fake.Session("b00001", 1, 1, 1, 1, false), NOW_MILLIS);
        balancers.get(2).carry(new Fake.Session("b00002", 1, 1, 1, 1, false), NOW_MILLIS);
        pool.apply(TestPool.health(BACKENDS.get(3), HealthState.Status.DOWN));
        tellAll(1);
        Stats stats = stats(views.get(0), Window.RECENT, 1);
        assertThat(stats.backends())
                .extracting(each -> each.node().backend().id())
                .isEqualTo(BACKENDS.stream().map(Backend::id).toList());
        assertThat(stats.backends().get(1).share()).isEqualTo(0.75);
        assertThat(stats.backends().get(2).share()).isEqualTo(0.25);
        assertThat(stats.backends().get(0).share()).isZero();
        assertThat(stats.backends().get(1).lastFailure()).isEqualTo(new Failure(NOW_MILLIS - 3, "backend_reset"));
        assertThat(stats.backends().get(2).lastFailure()).isNull();
        assertThat(stats.backends().get(0).fairShare()).isEqualTo(1.0 / 7);
        assertThat(stats.backends().get(3).fairShare()).isZero();
    }

    @Test
    void flows_say_who_carries_what_and_only_the_busiest() {
        for (int i = 0; i < 300; i++) {
            for (int times = 0; times <= i; times++) {
                balancers.get(1).carry(new Fake.Session("s" + i, 1, 1, 1, 1, false), NOW_MILLIS);
            }
        }
        balancers.get(0).open(Fake.backend("long"), 1);
        tellAll(1);
        List<Stats.Flow> flows = stats(views.get(2), Window.RECENT, 1).flows();
        assertThat(flows.get(0)).isEqualTo(new Stats.Flow("b", "front", null, 45_150, 0));
        assertThat(flows.get(1)).isEqualTo(new Stats.Flow("b", null, "s299", 300, 0));
        assertThat(flows).hasSize(1 + Flows.MOST).noneMatch(flow -> "s99".equals(flow.backend()));
        tellAll(2);
        tellAll(14);
        assertThat(stats(views.get(2), Window.RECENT, 14).flows())
                .containsExactly(new Stats.Flow("a", null, "long", 0, 1));
    }

    @Test
    void a_backend_that_begins_anew_counts_what_is_new() {
        Fake balancer = balancers.get(0);
        for (int i = 0; i < 100; i++) {
            balancer.carry(new Fake.Session("b00001", 10, 10, 1, 1, false), NOW_MILLIS);
        }
        for (int second = 1; second <= 14; second++) {
            tellAll(second);
        }
        balancer.forget(Fake.backend("b00001"));
        balancer.carry(new Fake.Session("b00001", 70, 70, 1, 1, false), NOW_MILLIS);
        tellAll(15);
        Stats.Total shown =
                stats(views.get(1), Window.RECENT, 15).backends().get(1).total();
        assertThat(shown.traffic().rate()).isCloseTo(0.1, within(0.02));
        assertThat(shown.firstByte().count()).isEqualTo(1);
        assertThat(shown.firstByte().p50()).isBetween(0.07, 0.07 * (1 + Resolution.COARSE.error()));
    }

    private void assertShown(int second) {
        for (Peers view : views) {
            Stats all = stats(view, Window.ALL, second);
            assertThat(all.total().traffic().counts()).isEqualTo(counts(told));
            assertThat(all.total().traffic().rate()).isCloseTo(told.size() / (double) second, within(1e-6));
            assertQuantiles(all.total().connect(), told, Fake.Session::connectMicros, Resolution.FINE);
            for (int i = 0; i < balancers.size(); i++) {
                int balancer = i;
                List<Told> own = told.stream()
                        .filter(each -> each.balancer() == balancer)
                        .toList();
                assertThat(all.balancers().get(i).traffic().counts()).isEqualTo(counts(own));
            }
            assertBackends(all, told);

            Stats recent = stats(view, Window.RECENT, second);
            List<Told> within =
                    told.stream().filter(each -> each.second() > begin(second)).toList();
            assertThat(recent.total().traffic().counts()).isEqualTo(counts(told));
            assertThat(recent.total().traffic().rate())
                    .as("rate in second %d", second)
                    .isCloseTo(within.size() / (double) (second - begin(second)), within(1e-6));
            assertQuantiles(recent.total().firstByte(), within, Fake.Session::firstByteMicros, Resolution.FINE);
            assertBackends(recent, within);
        }
    }

    /** Frames are taken each two seconds, of what was told in the second before; the first of all after the first. */
    private static int begin(int second) {
        if (second <= 10) {
            return 0;
        }
        int frame = 1;
        while (frame + 2 <= second - 10) {
            frame += 2;
        }
        return frame;
    }

    private void assertBackends(Stats stats, List<Told> within) {
        for (Stats.OfBackend shown : stats.backends()) {
            String id = shown.node().backend().id();
            Function<List<Told>, List<Told>> own = sessions -> sessions.stream()
                    .filter(each -> each.session().backend().equals(id))
                    .toList();
            assertThat(shown.total().traffic().counts()).isEqualTo(counts(own.apply(told)));
            assertThat(shown.share())
                    .isCloseTo(own.apply(within).size() / (double) Math.max(1, within.size()), within(1e-9));
            assertQuantiles(
                    shown.total().firstByte(), own.apply(within), Fake.Session::firstByteMicros, Resolution.COARSE);
        }
    }

    private void carry(Random random, int second) {
        int sessions = random.nextInt(60);
        for (int i = 0; i < sessions; i++) {
            Fake.Session session = new Fake.Session(
                    BACKENDS.get(random.nextInt(BACKENDS.size())).id(),
                    (long) Math.pow(10, random.nextDouble() * 5),
                    (long) Math.pow(10, random.nextDouble() * 7),
                    random.nextInt(1_000_000),
                    random.nextLong(1L << 40),
                    random.nextInt(20) == 0);
            int balancer = random.nextInt(balancers.size());
            balancers.get(balancer).carry(session, NOW_MILLIS + second);
            told.add(new Told(balancer, second, session));
        }
    }

    private void tellAll(int second) {
        for (Fake balancer : balancers) {
            List<String> messages = balancer.tell(second * 1_000L);
            views.forEach(view -> Fake.hearAll(view, messages, second * 1_000L));
        }
    }

    /** How many of the three dropped it. */
    private int hear(String message, int second) {
        int dropped = 0;
        for (Peers view : views) {
            try {
                Fake.hear(view, message, second * 1_000L);
            } catch (InvalidMessage e) {
                assertThat(e.reason()).isEqualTo(InvalidMessage.Reason.REPLAYED);
                dropped++;
            }
        }
        return dropped;
    }

    private Stats stats(Peers view, Window window, int second) {
        List<Slice> slices = view.slices(window, MILLISECONDS.toNanos(second * 1_000L));
        return new Merge(slices, pool.pool().snapshot()).stats(NOW_MILLIS, "a", window);
    }

    private static Counts counts(List<Told> sessions) {
        return new Counts(
                sessions.size(),
                0,
                sessions.stream().filter(each -> each.session().failed()).count(),
                sessions.stream().mapToLong(each -> each.session().in()).sum(),
                sessions.stream().mapToLong(each -> each.session().out()).sum());
    }

    private static void assertQuantiles(
            Quantiles shown, List<Told> sessions, ToLongFunction<Fake.Session> micros, Resolution resolution) {
        assertThat(shown.count()).isEqualTo(sessions.size());
        if (sessions.isEmpty()) {
            return;
        }
        long[] sorted = sessions.stream()
                .mapToLong(each -> micros.applyAsLong(each.session()))
                .sorted()
                .toArray();
        double p50 = sorted[(sorted.length + 1) / 2 - 1] / 1_000.0;
        double p99 = sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1_000.0;
        assertThat(shown.p50()).isBetween(p50, p50 * (1 + resolution.error()));
        assertThat(shown.p99()).isBetween(p99, p99 * (1 + resolution.error()));
    }

    @Test
    void the_service_has_what_its_listeners_have() {
        carry(new Random(1), 1);
        tellAll(1);
        Stats stats = stats(views.get(1), Window.ALL, 1);
        assertThat(stats.services()).singleElement().satisfies(service -> {
            assertThat(service.name()).isEqualTo(Backends.SERVICE);
            assertThat(service.policy()).isEqualTo("first");
            assertThat(service.backends()).isEqualTo(8);
            assertThat(service.eligible()).isEqualTo(8);
            assertThat(service.total()).isEqualTo(stats.total());
        });
        assertThat(stats.listeners())
                .singleElement()
                .satisfies(listener ->
                        assertThat(listener.traffic()).isEqualTo(stats.total().traffic()));
    }
}
