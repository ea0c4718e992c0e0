package io.equipoise.balancer.stats;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.InvalidMessage.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is known, from when and until when, and what is not believed. */
class PeersTest {
    private static final Fake.Session SESSION = new Fake.Session("b1", 100, 1_000, 1, 2, false);

    private final Peers peers = new Peers();
    private final Fake balancer = new Fake("a");

    @Test
    void figures_grow_stale_after_5_seconds_and_are_gone_after_30() {
        hear(0);
        assertThat(slice(5_000).stale()).isFalse();
        assertThat(slice(5_001).stale()).isTrue();
        assertThat(slice(5_001).ageMillis()).isEqualTo(5_001);
        peers.forget(MILLISECONDS.toNanos(30_000));
        assertThat(peers.size()).isEqualTo(1);
        peers.forget(MILLISECONDS.toNanos(30_001));
        assertThat(peers.size()).isZero();
    }

    @Test
    void whoever_is_unknown_or_silent_for_5_seconds_is_not_heard() {
        hear(0);
        assertThat(peers.hears(Set.of(), 0)).isTrue();
        assertThat(peers.hears(Set.of("a"), MILLISECONDS.toNanos(5_000))).isTrue();
        assertThat(peers.hears(Set.of("a"), MILLISECONDS.toNanos(5_001))).isFalse();
        assertThat(peers.hears(Set.of("a", "b"), 0)).isFalse();
    }

    @Test
    void the_rate_of_one_that_falls_silent_sinks_to_nothing_within_the_window() {
        for (int second = 1; second <= 20; second++) {
            carry(10);
            hear(second * 1_000L);
        }
        assertThat(rate(20_000)).isEqualTo(10);
        assertThat(rate(26_000)).isBetween(5.0, 7.0);
        assertThat(rate(32_100)).isZero();
    }

    @Test
    void what_is_heard_of_one_that_has_counted_for_long_is_no_burst() {
        carry(1_000);
        hear(100_000);
        assertThat(rate(100_000)).isZero();
        carry(5);
        hear(101_000);
        assertThat(rate(101_000)).isEqualTo(5);
    }

    @Test
    void one_that_has_just_started_has_counted_all_within_the_window() {
        carry(30);
        hear(3_000);
        assertThat(rate(3_000)).isEqualTo(10);
    }

    @Test
    void whoever_is_new_is_known_as_such_once() throws InvalidMessage {
        assertThat(Fake.hear(peers, balancer.tell(1).get(0), 1)).isTrue();
        assertThat(Fake.hear(peers, balancer.tell(2).get(0), 2)).isFalse();
        assertThat(Fake.hear(peers, new Fake("b").tell(1).get(0), 2)).isTrue();
    }

    @Test
    void what_comes_twice_or_late_is_dropped_and_changes_nothing() {
        String first = balancer.tell(1_000).get(0);
        carry(1);
        String second = balancer.tell(2_000).get(0);
        Fake.hearAll(peers, List.of(second), 2_000);
        assertThat(refused(first, 2_000)).isEqualTo(Reason.REPLAYED);
        assertThat(refused(second, 9_000)).isEqualTo(Reason.REPLAYED);
        assertThat(slice(9_000).ageMillis()).isEqualTo(7_000);
        assertThat(opened()).isEqualTo(1);
    }

    @Test
    void what_one_that_is_gone_has_said_cannot_be_said_again() {
        List<String> said = balancer.tell(1_000);
        Fake.hearAll(peers, said, 1_000);
        peers.forget(MILLISECONDS.toNanos(60_000));
        assertThat(refused(said.get(0), 60_000)).isEqualTo(Reason.REPLAYED);
        assertThat(peers.size()).isZero();
        hear(61_000);
        assertThat(peers.size()).isEqualTo(1);
    }

    @Test
    void time_does_not_run_backwards() {
        hear(5_000);
        assertThat(refused(balancer.tell(4_999).get(0), 6_000)).isEqualTo(Reason.INVALID_FIELD);
    }

    @Test
    void a_lost_change_is_made_good_when_all_is_told() {
        hear(1_000);
        carry(1);
        balancer.tell(2_000);
        for (int second = 3; second <= 10; second++) {
            hear(second * 1_000L);
            assertThat(opened()).isZero();
        }
        hear(11_000);
        assertThat(opened()).isEqualTo(1);
    }

    @Test
    void all_is_told_at_once_when_somebody_asks() {
        carry(1);
        balancer.tell(1_000);
        balancer.outbox().tellAll();
        hear(2_000);
        assertThat(opened()).isEqualTo(1);
    }

    @Test
    void a_backend_that_is_gone_there_is_gone_here_when_all_was_told() {
        carry(1);
        hear(1_000);
        balancer.forget(Fake.backend("b1"));
        hear(2_000);
        assertThat(slice(2_000).now()).containsKey(Fake.backend("b1"));
        balancer.outbox().tellAll();
        hear(3_000);
        assertThat(slice(3_000).now()).containsOnlyKeys(Fake.FRONT);
    }

    @Test
    void there_are_only_so_many_balancers() {
        for (int i = 0; i < Peers.MOST; i++) {
            Fake.hearAll(peers, new Fake("x" + i).tell(1), 1);
        }
        assertThat(refused(balancer.tell(1).get(0), 1)).isEqualTo(Reason.OVERSIZE);
        assertThat(peers.size()).isEqualTo(Peers.MOST);
        assertThat(peers.hears(Set.of("x0", "one more"), 1)).isTrue();
    }

    @Test
    void nobody_has_more_backends_than_are_kept() throws InvalidMessage {
        peers.accept(report(1, 0, Peer.MOST_SUBJECTS), 0);
        peers.accept(report(2, 0, Peer.MOST_SUBJECTS), 0);
        InvalidMessage refused =
                catchThrowableOfType(InvalidMessage.class, () -> peers.accept(report(3, Peer.MOST_SUBJECTS, 1), 0));
        assertThat(refused.reason()).isEqualTo(Reason.OVERSIZE);
        assertThat(slice(0).now()).hasSize(Peer.MOST_SUBJECTS);
    }

    private static Report report(long sequence, int from, int count) {
        Map<Subject, Figures> figures = new HashMap<>();
        for (int i = from; i < from + count; i++) {
            figures.put(Fake.backend("b" + i), Figures.none(Subject.Kind.BACKEND));
        }
        return new Report("a", sequence, 0, 1, false, sequence, Map.of(), figures);
    }

    private void carry(int sessions) {
        for (int i = 0; i < sessions; i++) {
            balancer.carry(SESSION, 1);
        }
    }

    private void hear(long atMillis) {
        Fake.hearAll(peers, balancer.tell(atMillis), atMillis);
    }

    private Reason refused(String message, long atMillis) {
        InvalidMessage refused = catchThrowableOfType(InvalidMessage.class, () -> Fake.hear(peers, message, atMillis));
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    private long opened() {
        return slice(0).now().get(Fake.FRONT).counts().opened();
    }

    private double rate(long atMillis) {
        Adding sum = new Adding(Subject.Kind.LISTENER);
        sum.add(slice(atMillis), Fake.FRONT);
        return sum.traffic().rate();
    }

    private Slice slice(long atMillis) {
        return peers.slices(Window.RECENT, MILLISECONDS.toNanos(atMillis)).get(0);
    }
}
