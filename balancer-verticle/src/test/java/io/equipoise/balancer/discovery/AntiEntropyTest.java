package io.equipoise.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.control.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AntiEntropyTest {
    private final ManualTime time = new ManualTime();
    private final List<Duration> readings = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();
    private final AtomicInteger reachable = new AtomicInteger();
    private final AntiEntropy antiEntropy = new AntiEntropy(this::read, new Told(), time.loop());
    private Future<List<String>> map = Future.succeededFuture(List.of());
    private int read;
    private int unread;

    private final class Told implements AntiEntropy.Reader {
        @Override
        public void onEntry(String text) {
            entries.add(text);
        }

        @Override
        public void onReachable() {
            reachable.incrementAndGet();
        }

        @Override
        public void onRead() {
            assertThat(entries).as("all are through").containsAll(map.result());
            read++;
        }

        @Override
        public void onUnread() {
            unread++;
        }
    }

    @Test
    void the_map_is_read_at_once_and_then_every_five_seconds_with_jitter() {
        antiEntropy.readNow();
        assertThat(readings).hasSize(1);

        time.advance(Duration.ofMinutes(5));

        assertThat(pauses())
                .hasSizeBetween(54, 67)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_501)));
        assertThat(pauses().stream().distinct()).hasSizeGreaterThan(20);
    }

    @Test
    void K14_ten_thousand_entries_are_read_in_slices() {
        map = Future.succeededFuture(
                IntStream.range(0, 10_000).mapToObj(String::valueOf).toList());

        antiEntropy.readNow();
        assertThat(entries).hasSize(Inbox.SLICE);
        time.advanceMillis(1);
        assertThat(entries).hasSize(2 * Inbox.SLICE);
        time.advanceMillis(100);

        assertThat(entries).isEqualTo(map.result());
        assertThat(readings).hasSize(1);
        assertThat(read).isOne();
    }

    @Test
    void a_map_that_hangs_is_not_asked_again_before_it_has_failed() {
        Promise<List<String>> hangs = Promise.promise();
        map = hangs.future();
        antiEntropy.readNow();
        antiEntropy.readNow();
        time.advance(Duration.ofMinutes(1));
        assertThat(readings).hasSize(1);

        map = Future.succeededFuture(List.of("b1"));
        hangs.fail(new TimeoutException("on purpose"));

        assertThat(readings).as("it was asked for meanwhile").hasSize(2);
        assertThat(entries).containsExactly("b1");
    }

    @Test
    void a_map_that_fails_is_told_of_once_and_asked_on_and_its_return_is_told_of_too() {
        map = Future.failedFuture(new TimeoutException("on purpose"));
        try (Logged log = Logged.by(AntiEntropy.class)) {
            antiEntropy.readNow();
            time.advance(Duration.ofMinutes(1));
            assertThat(readings).hasSizeBetween(11, 14);
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("WARN the shared map does not answer", "on purpose"));
            assertThat(reachable).hasValue(0);
            assertThat(unread).isEqualTo(readings.size());

            map = Future.succeededFuture(List.of("b1", "b2"));
            time.advanceMillis(5_600);

            assertThat(log.lines()).hasSize(2).last().asString().contains("INFO the shared map answers again");
            assertThat(entries).containsExactly("b1", "b2");
            assertThat(reachable).hasValue(1);
        }
    }

    @Test
    void a_reading_that_is_asked_for_puts_the_next_one_off() {
        antiEntropy.readNow();
        time.advanceMillis(3_000);
        antiEntropy.readNow();
        assertThat(readings).hasSize(2);

        time.advanceMillis(4_400);
        assertThat(readings).hasSize(2);
        assertThat(time.pending()).isOne();
    }

    private Future<List<String>> read() {
        readings.add(time.elapsed());
        return map;
    }

    private List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < readings.size(); i++) {
            pauses.add(readings.get(i).minus(readings.get(i - 1)));
        }
        return pauses;
    }
}
