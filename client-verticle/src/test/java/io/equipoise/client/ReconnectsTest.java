package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconnectsTest {
    private static final long START = Long.MAX_VALUE - 1_000;

    /** The pauses of a request to so many targets whose attempts all fail within no time. */
    private static List<Long> pauses(Reconnects reconnects, int targets) {
        List<Long> pauses = new ArrayList<>();
        long now = START;
        reconnects.begin(now);
        for (long pause = reconnects.next(now, targets);
                pause != Reconnects.NO_MORE;
                pause = reconnects.next(now, targets)) {
            pauses.add(pause);
            now += TimeUnit.MILLISECONDS.toNanos(pause);
        }
        return pauses;
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void without_either_there_is_no_other_attempt() {
        assertThat(pauses(new Reconnects(0, 0), 3)).isEmpty();
    }

    @Test
    void a_number_of_attempts_follows_at_once() {
        assertThat(pauses(new Reconnects(3, 0), 1)).containsExactly(0L, 0L, 0L);
    }

    @Test
    void one_target_is_tried_again_with_pauses_that_double() {
        assertThat(pauses(new Reconnects(0, millis(3_000)), 1))
                .containsExactly(20L, 40L, 80L, 160L, 320L, 500L, 500L, 500L, 500L);
    }

    @Test
    void of_several_targets_each_is_tried_before_a_pause() {
        assertThat(pauses(new Reconnects(0, millis(100)), 3)).containsExactly(0L, 0L, 20L, 0L, 0L, 40L, 0L, 0L);
    }

    @Test
    void attempts_at_once_come_first() {
        assertThat(pauses(new Reconnects(2, millis(50)), 1)).containsExactly(0L, 0L, 20L);
    }

    @Test
    void each_request_begins_anew() {
        Reconnects reconnects = new Reconnects(1, millis(30));
        assertThat(pauses(reconnects, 1)).isEqualTo(pauses(reconnects, 1)).containsExactly(0L, 20L);
    }
}
