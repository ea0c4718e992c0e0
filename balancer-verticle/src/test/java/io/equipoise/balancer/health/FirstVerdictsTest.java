package io.equipoise.balancer.health;

import static io.equipoise.balancer.pool.Backends.backend;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.control.ManualTime;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.TestPool;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstVerdictsTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ManualTime time = new ManualTime();
    private final TestPool pool = new TestPool((nodes, rotation) -> request -> null);

    @Test
    void who_waits_for_nobody_does_not_wait() {
        assertThat(new FirstVerdicts(List.of()).within(LIMIT, time).isComplete())
                .isTrue();
    }

    @Test
    void it_waits_until_each_is_up_or_down_or_gone() {
        Backend a = backend(1);
        Backend b = backend(2);
        Backend c = backend(3);
        FirstVerdicts verdicts = new FirstVerdicts(List.of(a.id(), b.id(), c.id()));
        Future<Void> known = verdicts.within(LIMIT, time);
        tell(verdicts, pool.join(a));
        tell(verdicts, pool.join(b));
        tell(verdicts, pool.join(c));
        tell(verdicts, pool.flip(a, Status.UP));
        tell(verdicts, pool.flip(b, Status.DOWN));
        assertThat(known.isComplete()).isFalse();
        tell(verdicts, pool.leave(c));
        assertThat(known.succeeded()).isTrue();
    }

    @Test
    void it_waits_for_those_that_joined_before_it_was_asked_and_for_none_that_comes_later() {
        Backend a = backend(1);
        Backend late = backend(2);
        FirstVerdicts verdicts = new FirstVerdicts(List.of());
        tell(verdicts, pool.join(a));
        Future<Void> known = verdicts.within(LIMIT, time);
        tell(verdicts, pool.join(late));
        assertThat(known.isComplete()).isFalse();
        tell(verdicts, pool.flip(a, Status.UP));
        assertThat(known.succeeded()).isTrue();
    }

    @Test
    void one_that_does_not_tell_is_waited_for_no_longer_than_the_limit() {
        Future<Void> known = new FirstVerdicts(List.of("nowhere:1")).within(LIMIT, time);
        time.advance(LIMIT.minusNanos(1));
        assertThat(known.isComplete()).isFalse();
        time.advance(Duration.ofNanos(1));
        assertThat(known.succeeded()).isTrue();
    }

    private static void tell(FirstVerdicts verdicts, List<PoolEvent> events) {
        events.forEach(verdicts::onEvent);
    }
}
