package io.equipoise.balancer.stats;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Fake.Session SESSION = new Fake.Session("b1", 100, 2_000, 1, 2, false);
    private static final Fake.Session FAILED = new Fake.Session("b1", 100, 4_000, 1, 2, true);

    private final Peers peers = new Peers();
    private final History history = new History();
    private final Fake first = new Fake("a");
    private final Fake second = new Fake("b");

    @Test
    void a_step_is_what_happened_in_it_at_all_balancers() {
        step(5, first, second);
        carry(first, SESSION, 10);
        carry(second, SESSION, 20);
        carry(second, FAILED, 5);
        second.open(Fake.FRONT, 3);
        step(10, first, second);
        step(15, first, second);
        Point busy = history.points().get(1);
        assertThat(busy.rate()).isEqualTo(38 / 5.0);
        assertThat(busy.failureRate()).isEqualTo(1);
        assertThat(busy.open()).isEqualTo(3);
        assertThat(busy.firstByte().count()).isEqualTo(35);
        assertThat(busy.firstByte().p50()).isBetween(2.0, 2.02);
        assertThat(busy.firstByte().max()).isBetween(4.0, 4.04);
        Point quiet = history.points().get(2);
        assertThat(quiet.rate()).isZero();
        assertThat(quiet.open()).isEqualTo(3);
        assertThat(quiet.firstByte().count()).isZero();
    }

    @Test
    void a_balancer_that_has_counted_for_long_is_no_burst_and_one_that_goes_is_no_hole() {
        carry(second, SESSION, 1_000);
        step(5, first);
        for (int at = 10; at <= 50; at += 5) {
            step(at, first);
        }
        step(55, first, second);
        carry(first, SESSION, 5);
        carry(second, SESSION, 5);
        step(60, first, second);
        carry(first, SESSION, 5);
        step(120, first);
        List<Double> rates = history.points().stream().map(Point::rate).toList();
        assertThat(rates).endsWith(0.0, 2.0, 1.0).hasSize(13);
    }

    @Test
    void it_ends_after_15_minutes() {
        for (int at = 5; at <= 1_000; at += 5) {
            step(at, first);
        }
        assertThat(history.points()).hasSize(180);
        assertThat(history.points().get(0).atMillis()).isEqualTo(105_000);
        assertThat(history.points().get(179).atMillis()).isEqualTo(1_000_000);
    }

    private void step(int atSecond, Fake... balancers) {
        long millis = atSecond * 1_000L;
        for (Fake balancer : balancers) {
            Fake.hearAll(peers, balancer.tell(millis), millis);
        }
        peers.forget(MILLISECONDS.toNanos(millis));
        history.add(peers.slices(Window.ALL, MILLISECONDS.toNanos(millis)), millis, 5);
    }

    private static void carry(Fake balancer, Fake.Session session, int times) {
        for (int i = 0; i < times; i++) {
            balancer.carry(session, 1);
        }
    }
}
