package io.equipoise.balancer.metrics;

import static io.equipoise.balancer.pool.Backends.backend;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.TestPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z");
    private static final Backend BACKEND = backend(1);

    private final EventRing ring = new EventRing(() -> NOW);
    private final TestPool pool = new TestPool((nodes, rotation) -> request -> nodes.get(0));

    @Test
    void what_happens_to_the_pool_is_told_in_order() {
        apply(new PoolUpdate.Upsert(BACKEND));
        apply(TestPool.health(BACKEND, HealthState.Status.UP));
        apply(new PoolUpdate.Upsert(Backends.weighing(BACKEND, 50)));
        apply(new PoolUpdate.Upsert(Backends.in(BACKEND, Backend.Mode.DRAINING)));
        apply(new PoolUpdate.Upsert(Backends.in(BACKEND, Backend.Mode.MAINTENANCE)));
        apply(new PoolUpdate.Upsert(BACKEND));
        apply(TestPool.health(BACKEND, HealthState.Status.DOWN));
        apply(new PoolUpdate.Remove(BACKEND.id(), BACKEND.origin(), 1, "its lease ran out"));
        assertThat(ring.since(0))
                .extracting(event -> event.kind().label())
                .containsExactly(
                        "joined",
                        "up",
                        "changed",
                        "draining",
                        "maintenance",
                        "ready",
                        "down",
                        "panic",
                        "left",
                        "panic_over");
        assertThat(ring.since(0)).allSatisfy(event -> assertThat(event.time()).isEqualTo(NOW));
        Event left = ring.since(8).get(0);
        assertThat(left.subject()).isEqualTo(BACKEND.id());
        assertThat(left.details())
                .containsExactly(
                        Map.entry("backend", BACKEND.id()),
                        Map.entry("service", Backends.SERVICE),
                        Map.entry("address", "10.0.0.1:9000"),
                        Map.entry("why", "its lease ran out"));
    }

    @Test
    void what_the_pool_refuses_is_no_event() {
        apply(new PoolUpdate.Upsert(BACKEND));
        apply(new PoolUpdate.Upsert(Backends.at(BACKEND, Backends.address(2))));
        assertThat(ring.since(0)).extracting(Event::kind).containsExactly(Event.Kind.JOINED);
    }

    @Test
    void the_last_thousand_are_kept() {
        add(EventRing.PLACES);
        assertThat(ring.since(0)).hasSize(EventRing.PLACES);
        add(1_500);
        assertThat(numbers(ring.since(0))).isEqualTo(range(1_501, 2_500));
        assertThat(numbers(ring.since(2_498))).containsExactly(2_499L, 2_500L);
        assertThat(ring.since(2_500)).isEmpty();
        assertThat(ring.since(9_999)).isEmpty();
    }

    @Test
    void a_reader_beside_the_writer_never_sees_a_gap() throws Exception {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> add(200_000));
        long seen = 0;
        while (!writing.isDone()) {
            List<Long> numbers = numbers(ring.since(0));
            if (!numbers.isEmpty()) {
                long newest = numbers.get(numbers.size() - 1);
                assertThat(numbers).hasSizeLessThanOrEqualTo(EventRing.PLACES).isEqualTo(range(numbers.get(0), newest));
                assertThat(newest).isGreaterThanOrEqualTo(seen);
                seen = newest;
            }
        }
        writing.get();
        assertThat(numbers(ring.since(0))).isEqualTo(range(199_001, 200_000));
    }

    @Test
    void those_who_listen_hear_each_event_until_they_stop() {
        List<Long> heard = new ArrayList<>();
        ring.listen(event -> {
            throw new IllegalStateException("a listener that fails");
        });
        Runnable stop = ring.listen(event -> heard.add(event.number()));
        add(2);
        stop.run();
        add(1);
        assertThat(heard).containsExactly(1L, 2L);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            ring.add(Event.Kind.ADMIN, "somebody", "something was changed", Map.of());
        }
    }

    private void apply(PoolUpdate update) {
        pool.apply(update).forEach(ring::onEvent);
    }

    private static List<Long> numbers(List<Event> events) {
        return events.stream().map(Event::number).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
