package io.equipoise.cluster.lite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final NodeInfo SELF = new NodeInfo("10.0.0.1", 15_701, new JsonObject());
    private static final Directory.Entry PINGS = entry("pings");
    private static final Directory.Entry ROLL_CALLS = entry("roll calls");

    private final FakeDirectory directory = new FakeDirectory();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private final Standing standing = new Standing(directory, Runnable::run, (delay, action) -> {
        delays.add(delay);
        later.add(action);
    });

    private static Directory.Entry entry(String address) {
        return new Directory.Entry(address, new RegistrationInfo("node", 1, false));
    }

    /** What a cluster keeps; nothing while nobody holds its data. */
    private static final class FakeDirectory implements Directory {
        private final Set<Entry> entries = new LinkedHashSet<>();
        private boolean active = true;
        private boolean held = true;
        private boolean known;

        void loseAll() {
            held = false;
            known = false;
            entries.clear();
        }

        private <T> Future<T> ifHeld(T answer) {
            return held ? Future.succeededFuture(answer) : Future.failedFuture("all members are lite members");
        }

        @Override
        public boolean isActive() {
            return active;
        }

        @Override
        public Future<Void> introduce(NodeInfo self) {
            assertThat(self).isSameAs(SELF);
            known |= held;
            return ifHeld(null);
        }

        @Override
        public Future<Boolean> knowsSelf() {
            return ifHeld(known);
        }

        @Override
        public Future<Void> enter(Entry entry) {
            if (held) {
                entries.add(entry);
            }
            return ifHeld(null);
        }

        @Override
        public Future<Void> remove(Entry entry) {
            entries.remove(entry);
            return ifHeld(null);
        }
    }

    private Future<Void> introduce() {
        Promise<Void> done = Promise.promise();
        standing.introduce(SELF, done);
        return done.future();
    }

    /** Lets the time of the timer pass that was set first. */
    private void pass() {
        later.remove().run();
    }

    @Test
    void it_is_introduced_at_once_where_somebody_holds_the_data() {
        assertThat(introduce().succeeded()).isTrue();
        assertThat(directory.known).isTrue();
        assertThat(later).isEmpty();
    }

    @Test
    void it_tries_until_somebody_holds_the_data_with_longer_and_longer_pauses() {
        directory.held = false;
        Future<Void> done = introduce();
        for (int i = 0; i < 5; i++) {
            assertThat(done.isComplete()).isFalse();
            pass();
        }
        directory.held = true;
        pass();
        assertThat(done.succeeded()).isTrue();
        assertThat(delays).extracting(Duration::toMillis).containsExactly(250L, 500L, 1_000L, 2_000L, 2_000L, 2_000L);
    }

    @Test
    void it_gives_up_when_it_has_left() {
        directory.held = false;
        Future<Void> done = introduce();
        directory.active = false;
        pass();
        assertThat(done.failed()).isTrue();
        assertThat(later).isEmpty();
    }

    @Test
    void what_the_cluster_has_forgotten_is_told_again_when_a_member_joins() {
        introduce();
        standing.note(PINGS);
        standing.note(ROLL_CALLS);
        directory.loseAll();
        standing.onMemberJoined();
        pass();
        assertThat(directory.known).as("still nobody holds it").isFalse();
        directory.held = true;
        pass();
        assertThat(directory.known).isTrue();
        assertThat(directory.entries).containsExactly(PINGS, ROLL_CALLS);
        assertThat(later).isEmpty();
    }

    @Test
    void what_the_cluster_knows_is_not_told_again() {
        introduce();
        standing.note(PINGS);
        standing.onMemberJoined();
        standing.onMemberJoined();
        pass();
        assertThat(directory.entries).isEmpty();
        pass();
        assertThat(directory.entries).isEmpty();
        assertThat(later).isEmpty();
    }

    @Test
    void a_consumer_that_has_gone_is_not_told_again() {
        introduce();
        standing.note(PINGS);
        standing.note(ROLL_CALLS);
        standing.forget(PINGS);
        directory.known = false;
        standing.onMemberJoined();
        pass();
        assertThat(directory.entries).containsExactly(ROLL_CALLS);
    }

    @Test
    void a_member_that_joins_before_this_one_is_known_starts_no_look() {
        directory.held = false;
        introduce();
        standing.onMemberJoined();
        assertThat(later).hasSize(1);
    }

    @Test
    void the_consumers_are_told_again_when_the_data_is_lost_meanwhile() {
        introduce();
        standing.note(PINGS);
        directory.known = false;
        Directory.Entry late = entry("late");
        standing.note(late);
        standing.onMemberJoined();
        directory.loseAll();
        pass();
        pass();
        directory.held = true;
        pass();
        assertThat(directory.known).isTrue();
        assertThat(directory.entries).containsExactly(PINGS, late);
    }
}
