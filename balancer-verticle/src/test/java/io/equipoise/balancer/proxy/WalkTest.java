package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.ServicePolicy;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalkTest {
    private static final int LOOP = 3;
    private static final int LOOPS = 4;

    private final Random dice = new Random(20_261_124);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EventLoop eventLoop = new DefaultEventLoop();
    private final List<Session> alive = new ArrayList<>();
    private final Route route = Route.of(
            new ListenerConfig("front", "127.0.0.1", 0, Setup.SERVICE, 1),
            Setup.on(Net.NIO).config());
    private final ProxyLoop loop = new ProxyLoop(
            eventLoop,
            new BackendPool(service -> new ServicePolicy("none", (nodes, rotation) -> Selector.NONE, 0, 0), () -> 0),
            new BackendConnector(eventLoop, address -> new EmbeddedChannel()),
            new Choice(dice),
            new ResetWatch(),
            new Sessions(LOOP, LOOPS),
            SessionListener.NONE,
            DecisionSampler.NONE,
            new Guard(() -> 0),
            () -> 0,
            InstantSource.system());

    @BeforeEach
    void give_the_loop_5000_sessions() throws Exception {
        onLoop(() -> {
            for (int i = 0; i < 5_000; i++) {
                come();
            }
            return true;
        });
    }

    @AfterEach
    void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        channel.finishAndReleaseAll();
    }

    @Test
    void sessions_are_shown_in_the_order_of_their_ids_which_no_other_loop_gives() throws Exception {
        List<Long> seen = new ArrayList<>();
        await(walk(session -> seen.add(session.id)));
        assertThat(seen)
                .isEqualTo(LongStream.rangeClosed(1, 5_000)
                        .map(i -> LOOP + i * LOOPS)
                        .boxed()
                        .toList());
    }

    @Test
    void a_visitor_that_has_enough_is_shown_no_more() throws Exception {
        List<Long> seen = new ArrayList<>();
        await(walk(session -> {
            seen.add(session.id);
            return seen.size() < 7;
        }));
        assertThat(seen).hasSize(7);
    }

    @Test
    void the_loop_does_its_other_work_after_each_piece() throws Exception {
        List<Integer> seenAtOtherWork = Collections.synchronizedList(new ArrayList<>());
        List<Long> seen = new ArrayList<>();
        await(walk(session -> {
            if (seen.size() % Walk.PIECE == 0) {
                eventLoop.execute(() -> seenAtOtherWork.add(seen.size()));
            }
            return seen.add(session.id);
        }));
        assertThat(seenAtOtherWork).hasSizeGreaterThanOrEqualTo(9).startsWith(Walk.PIECE, 2 * Walk.PIECE);
    }

    @Test
    void none_that_stays_is_lost_or_shown_twice_while_others_come_and_go() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Long> before = ids();
            List<Long> seen = new ArrayList<>();
            Future<Void> walk = walk(session -> {
                if (seen.size() % 100 == 0) {
                    eventLoop.execute(this::churn);
                }
                return seen.add(session.id);
            });
            await(walk);
            List<Long> stayed = new ArrayList<>(before);
            stayed.retainAll(ids());
            assertThat(seen).doesNotHaveDuplicates().isSorted().containsAll(stayed);
        }
    }

    @Test
    void a_visitor_may_end_the_session_it_is_shown() throws Exception {
        List<Long> seen = new ArrayList<>();
        await(walk(session -> {
            seen.add(session.id);
            loop.sessions().remove(session);
            return true;
        }));
        assertThat(seen).hasSize(5_000);
        assertThat(loop.sessions().size()).isZero();
    }

    @Test
    void what_a_visitor_throws_fails_its_walk_and_no_other() throws Exception {
        Future<Void> failing = walk(session -> {
            throw new IllegalStateException("a visitor that fails");
        });
        assertThatThrownBy(() -> await(failing)).hasMessage("a visitor that fails");
        the_loop_does_its_other_work_after_each_piece();
    }

    @Test
    void a_loop_that_has_ended_has_no_sessions() throws Exception {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        await(walk(session -> {
            throw new AssertionError("shown " + session.id);
        }));
    }

    private Future<Void> walk(Predicate<Session> visitor) {
        Promise<Void> done = Promise.promise();
        Walk.over(loop, visitor, done);
        return done.future();
    }

    /** Some go, some come, all over the list. */
    private void churn() {
        Collections.shuffle(alive, dice);
        for (int i = 0; i < 40; i++) {
            loop.sessions().remove(alive.remove(alive.size() - 1));
        }
        for (int i = 0; i < 40; i++) {
            come();
        }
    }

    private void come() {
        Session session = new Session(loop, route, channel, new Tally(0, 0, new InetSocketAddress(1)));
        loop.sessions().add(session);
        alive.add(session);
    }

    private List<Long> ids() throws Exception {
        return onLoop(() -> alive.stream().map(session -> session.id).toList());
    }

    private <T> T onLoop(Callable<T> work) throws ExecutionException, InterruptedException, TimeoutException {
        return eventLoop.submit(work).get(TestProxy.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void await(Future<Void> walk) throws TimeoutException {
        walk.await(TestProxy.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
