package io.equipoise.balancer.proxy;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.limited;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.proxy.Decision.Candidate;
import io.equipoise.balancer.proxy.Decision.Passed;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written down of a choice, for each policy. */
class RecordingTest {
    private final EventLoop eventLoop = new DefaultEventLoop();
    private final Attempts attempts = new Attempts();
    private final Random dice = new Random(20_261_124);
    private final List<Decision> decisions = new ArrayList<>();

    @AfterEach
    void close() {
        eventLoop
                .shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS)
                .syncUninterruptibly();
    }

    @Test
    void round_robin_tells_of_turns() {
        TestPool pool = pool(SelectionPolicy.ROUND_ROBIN).up(limited(backend(0), 1), backend(1));
        assertThat(choose(pool).why()).isEqualTo("its turn (1 in 2)");
        choose(pool);
        Decision third = choose(pool);
        assertThat(third.why()).isEqualTo("its turn (1 in 2), after passing over 1 that could not be chosen");
        assertThat(third.chosen()).isEqualTo("b00001");
        assertThat(candidate(third, "b00000").passed()).isEqualTo(Passed.FULL);
        assertThat(candidate(third, "b00000").looked()).isTrue();
    }

    @Test
    void round_robin_tells_of_a_weights_share_of_turns() {
        TestPool pool = pool(SelectionPolicy.ROUND_ROBIN).up(weighing(backend(0), 50));
        assertThat(choose(pool).why()).isEqualTo("its turn (1 in 1)");
        pool.up(weighing(backend(1), 150));
        Decision decision = choose(pool);
        assertThat(decision.why())
                .isEqualTo("its turn (" + ("b00000".equals(decision.chosen()) ? 1 : 3) + " in 4 by weight)");
    }

    @Test
    void least_connections_tells_of_sessions_and_weight() {
        TestPool pool = pool(SelectionPolicy.LEAST_CONNECTIONS).up(weighing(backend(0), 200), backend(1), backend(2));
        assertThat(choose(pool).why()).isEqualTo("fewest sessions for its weight: 0/200, of 3 looked at");
        Decision equal = choose(pool);
        assertThat(equal.why())
                .isEqualTo(load(equal) + ", of 3 looked at; its turn among 3 equals")
                .startsWith("fewest");
        assertThat(equal.candidates()).hasSize(3).allMatch(Candidate::looked);
        assertThat(candidate(equal, "b00000").open()).isEqualTo(1);
        assertThat(candidate(equal, "b00000").load()).isEqualTo(2 / 200.0);
    }

    @Test
    void random_tells_of_draws() {
        TestPool pool = pool(SelectionPolicy.RANDOM).up(backends(5));
        Decision decision = choose(pool);
        assertThat(decision.why()).isEqualTo("drawn by weight");
        assertThat(decision.candidates())
                .filteredOn(Candidate::looked)
                .hasSize(1)
                .allMatch(Candidate::chosen);
    }

    @Test
    void power_of_two_tells_of_the_two() {
        TestPool pool = pool(SelectionPolicy.POWER_OF_TWO).up(backends(20));
        for (int i = 0; i < 200; i++) {
            Decision decision = choose(pool);
            List<Candidate> two =
                    decision.candidates().stream().filter(Candidate::looked).toList();
            assertThat(two).hasSize(2);
            Candidate chosen =
                    two.stream().filter(Candidate::chosen).findFirst().orElseThrow();
            Candidate other =
                    two.stream().filter(each -> !each.chosen()).findFirst().orElseThrow();
            assertThat(chosen.load()).isLessThanOrEqualTo(other.load());
            assertThat(decision.why())
                    .isEqualTo("less loaded of the two drawn: " + chosen.open() + "/100 against " + other.open()
                            + "/100 of " + other.backend());
        }
    }

    @Test
    void power_of_two_tells_when_it_looked_at_all() {
        TestPool pool = pool(SelectionPolicy.POWER_OF_TWO).up(backends(20));
        pool.view().nodes().forEach(node -> {
            if (!node.backend().id().equals("b00007")) {
                attempts.onFailed(node, CloseReason.CONNECT_REFUSED);
            }
        });
        Decision decision = choose(pool);
        assertThat(decision.chosen()).isEqualTo("b00007");
        assertThat(decision.why())
                .contains(" was drawn and could not be chosen, so all were looked at: fewest sessions")
                .endsWith("0/100, of 20 looked at");
        assertThat(decision.candidates())
                .filteredOn(each -> each.passed() == Passed.TRIED_BEFORE)
                .hasSize(19);
    }

    @Test
    void source_hash_tells_of_slots() {
        TestPool pool = pool(SelectionPolicy.SOURCE_HASH).up(backends(5));
        Decision first = choose(pool);
        assertThat(first.why()).isEqualTo("the slot of the client's address");
        attempts.onFailed(node(pool, first.chosen()), CloseReason.CONNECT_REFUSED);
        Decision retry = choose(pool);
        assertThat(retry.chosen()).isNotEqualTo(first.chosen());
        assertThat(retry.why()).startsWith("another slot of the client's address, after ");
        assertThat(candidate(retry, first.chosen()).passed()).isEqualTo(Passed.TRIED_BEFORE);
    }

    @ParameterizedTest
    @EnumSource
    void the_chosen_one_is_always_among_32_and_was_counted_without_this_session(SelectionPolicy policy) {
        List<Backend> many = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            many.add(weighing(backend(i), 1 + dice.nextInt(256)));
        }
        TestPool pool = pool(policy).up(many);
        for (int i = 0; i < 100; i++) {
            Decision decision = choose(pool);
            assertThat(decision.candidates()).hasSize(Decision.MOST_CANDIDATES);
            assertThat(decision.candidates())
                    .isSortedAccordingTo((a, b) -> Double.compare(a.load(), b.load()))
                    .filteredOn(Candidate::chosen)
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.backend()).isEqualTo(decision.chosen());
                        assertThat(each.open())
                                .isEqualTo(node(pool, each.backend()).open() - 1);
                    });
            assertThat(decision.backends()).isEqualTo(1_200);
            assertThat(decision.eligible()).isEqualTo(1_200);
            assertThat(decision.policy()).isEqualTo(pool.view().policy());
        }
    }

    @ParameterizedTest
    @EnumSource
    void none_is_told_when_all_are_full_or_tried_before(SelectionPolicy policy) {
        TestPool pool = pool(policy).up(limited(backend(0), 1), backend(1));
        attempts.onFailed(pool.node(backend(1)), CloseReason.CONNECT_TIMEOUT);
        choose(pool);
        Decision decision = choose(pool);
        assertThat(decision.chosen()).isNull();
        assertThat(decision.why()).isEqualTo("none: all 2 are full or tried before");
        assertThat(decision.candidates())
                .extracting(Candidate::passed)
                .containsExactlyInAnyOrder(Passed.FULL, Passed.TRIED_BEFORE);
    }

    @Test
    void panic_is_told_first() {
        TestPool pool = pool(SelectionPolicy.ROUND_ROBIN).up(backends(3));
        pool.flip(backend(0), Status.DOWN);
        pool.flip(backend(1), Status.DOWN);
        Decision decision = choose(pool);
        assertThat(decision.panic()).isTrue();
        assertThat(decision.why()).startsWith("panic, health is ignored: its turn");
    }

    private static TestPool pool(SelectionPolicy policy) {
        return new TestPool(policy.factory());
    }

    private Decision choose(TestPool pool) {
        Recording recording = recording(pool);
        Lease lease = recording.lease(pool.view(), new Asking());
        Decision decision = decisions.get(decisions.size() - 1);
        assertThat(decision.chosen())
                .isEqualTo(lease == null ? null : lease.node().backend().id());
        return decision;
    }

    private Recording recording(TestPool pool) {
        DecisionSampler sampler = now -> new DecisionSampler.Sample() {
            @Override
            public void onDecision(Decision decision) {
                decisions.add(decision);
            }

            @Override
            public void onClosed(SessionReport report) {
                throw new AssertionError("it has not ended");
            }
        };
        ProxyLoop loop = new ProxyLoop(
                eventLoop,
                pool.pool(),
                new BackendConnector(eventLoop, address -> new EmbeddedChannel()),
                new Choice(dice),
                new ResetWatch(),
                new Sessions(0, 1),
                SessionListener.NONE,
                sampler,
                new Guard(() -> 0),
                () -> 0,
                () -> Instant.EPOCH);
        Route route = Route.of(
                new ListenerConfig("front", "127.0.0.1", 0, Backends.SERVICE, 1),
                Setup.on(Net.NIO).config());
        Recording recording = Recording.of(loop, route, new Tally(0, 0, new InetSocketAddress(1)), 7, attempts);
        assertThat(recording).isNotNull();
        return recording;
    }

    private static Candidate candidate(Decision decision, String id) {
        return decision.candidates().stream()
                .filter(each -> each.backend().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String load(Decision decision) {
        Candidate chosen = candidate(decision, decision.chosen());
        return "fewest sessions for its weight: " + chosen.open() + "/" + chosen.weight();
    }

    private static BackendNode node(TestPool pool, String id) {
        return pool.pool().node(id);
    }

    private final class Asking implements Selector.Request {
        @Override
        public RandomGenerator random() {
            return dice;
        }

        @Override
        public long affinity() {
            return 42;
        }

        @Override
        public boolean admits(BackendNode node) {
            return node.hasRoom() && attempts.admits(node);
        }
    }
}
