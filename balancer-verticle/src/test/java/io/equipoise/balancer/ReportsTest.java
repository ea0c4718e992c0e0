package io.equipoise.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.balancer.proxy.SessionReport;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private final Heard one = new Heard();
    private final Heard other = new Heard();

    @Test
    void reports_reach_each_listener_in_order_without_anybody_asking() {
        try (Reports reports = reports(one, other)) {
            reports.start();
            LongStream.range(0, 100).forEach(id -> reports.add(report(id)));

            await().until(() -> other.ids.size() == 100);
            assertThat(List.copyOf(one.ids)).isSorted().containsExactlyElementsOf(other.ids);
        }
    }

    @Test
    void what_was_added_before_has_been_handed_on_when_they_have_settled() {
        Reports reports = reports(one);
        reports.add(report(1));
        assertThat(one.ids).isEmpty();

        reports.settle();
        assertThat(one.ids).containsExactly(1L);
    }

    @Test
    void more_than_may_wait_are_handed_on_all_the_same() {
        Reports reports = reports(one);
        LongStream.range(0, Reports.CAPACITY + 10).forEach(id -> reports.add(report(id)));
        assertThat(one.ids).hasSize(10);

        reports.settle();
        assertThat(one.ids).hasSize(Reports.CAPACITY + 10).doesNotHaveDuplicates();
    }

    @Test
    void of_what_many_threads_add_while_others_settle_each_is_handed_on_once() throws InterruptedException {
        int each = 50_000;
        try (Reports reports = reports(one)) {
            reports.start();
            List<Thread> adding = IntStream.range(0, 3)
                    .mapToObj(part -> new Thread(() ->
                            LongStream.range(0, each).forEach(id -> reports.add(report(part * (long) each + id)))))
                    .toList();
            adding.forEach(Thread::start);
            for (Thread thread : adding) {
                while (thread.isAlive()) {
                    reports.settle();
                }
                thread.join();
            }
        }
        assertThat(one.ids).hasSize(3 * each).doesNotHaveDuplicates();
    }

    @Test
    void a_listener_that_fails_keeps_no_other_from_hearing_and_is_logged_once_a_minute() {
        try (Logged logged = Logged.by(Reports.class.getName())) {
            Reports reports = reports(
                    new SessionListener() {
                        @Override
                        public void onClosed(SessionReport report) {
                            throw new IllegalStateException("full");
                        }
                    },
                    one);
            reports.add(report(1));
            reports.add(report(2));
            reports.settle();

            assertThat(one.ids).containsExactly(1L, 2L);
            assertThat(logged.events()).hasSize(1);
        }
    }

    @Test
    void what_waits_at_the_end_is_handed_on() {
        Reports reports = reports(one);
        reports.start();
        reports.add(report(1));
        reports.close();
        assertThat(one.ids).containsExactly(1L);
    }

    private static Reports reports(SessionListener... listeners) {
        return new Reports(List.of(listeners), () -> 0);
    }

    private static SessionReport report(long id) {
        return new SessionReport(
                id, 0, "front", Backends.address(99), "web", null, 0, 0, -1, -1, 5, 7, 9, 7, 9, CloseReason.NO_BACKEND);
    }

    private static final class Heard implements SessionListener {
        private final Queue<Long> ids = new ConcurrentLinkedQueue<>();

        @Override
        public void onClosed(SessionReport report) {
            ids.add(report.id());
        }
    }
}
