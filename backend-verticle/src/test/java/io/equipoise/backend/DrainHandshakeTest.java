package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Ping;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainHandshakeTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ManualTimers timers = new ManualTimers();
    private final BalancerSightings sightings = new BalancerSightings(timers.getAsLong());
    private final DrainHandshake handshake = new DrainHandshake(sightings, timers, timers);

    @Test
    void with_no_balancer_there_is_nothing_to_wait_for() {
        assertThat(handshake.await(LIMIT).succeeded()).isTrue();
    }

    @Test
    void both_balancers_must_have_seen_it_and_connections_on_their_way_get_a_moment() {
        ping("one", BackendState.READY);
        ping("two", BackendState.READY);
        Future<Void> seen = handshake.await(LIMIT);
        ping("one", BackendState.DRAINING);
        timers.advance(Duration.ofMillis(500));
        assertThat(seen.isComplete()).isFalse();
        ping("two", BackendState.DRAINING);
        assertThat(seen.isComplete()).isFalse();
        timers.advance(DrainHandshake.SETTLE);
        assertThat(seen.succeeded()).isTrue();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void a_balancer_that_never_sees_it_is_waited_for_until_the_limit() {
        ping("one", BackendState.READY);
        Future<Void> seen = handshake.await(LIMIT);
        for (int i = 0; i < 4; i++) {
            assertThat(seen.isComplete()).isFalse();
            ping("one", BackendState.READY);
            timers.advance(Duration.ofMillis(500));
        }
        assertThat(seen.succeeded()).isTrue();
    }

    @Test
    void a_balancer_that_has_gone_is_not_waited_for() {
        ping("gone", BackendState.READY);
        timers.advance(BalancerSightings.LIVE.plusMillis(1));
        assertThat(handshake.await(LIMIT).succeeded()).isTrue();
    }

    @Test
    void a_balancer_that_comes_meanwhile_is_waited_for_as_well() {
        ping("one", BackendState.READY);
        Future<Void> seen = handshake.await(LIMIT);
        ping("late", BackendState.READY);
        ping("one", BackendState.DRAINING);
        timers.advance(DrainHandshake.SETTLE);
        assertThat(seen.isComplete()).isFalse();
        ping("late", BackendState.DRAINING);
        timers.advance(DrainHandshake.SETTLE);
        assertThat(seen.succeeded()).isTrue();
    }

    @Test
    void thousands_of_balancers_that_came_and_went_are_forgotten() {
        for (int i = 0; i < 10_000; i++) {
            ping("balancer-" + i, BackendState.READY);
            timers.advance(Duration.ofMillis(100));
        }
        ping("last", BackendState.DRAINING);
        timers.advance(BalancerSightings.LIVE.minusMillis(50));
        assertThat(sightings.allLiveSee(BackendState.DRAINING, timers.getAsLong()))
                .isTrue();
        assertThat(sightings.size()).isLessThan(200);
    }

    private void ping(String balancer, BackendState seen) {
        sightings.note(new Ping(balancer, 1, seen), timers.getAsLong());
        handshake.onPing();
    }
}
