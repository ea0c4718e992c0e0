package io.equipoise.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.LogLimit;
import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.control.VertxTimers;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the bus and the map of a Vert.x without a cluster, in real time. */
class EventBusDiscoveryTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Envelope ENVELOPE = Envelope.of(Optional.empty());

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<PoolUpdate> updates = new CopyOnWriteArrayList<>();
    private final List<Object> rollCalls = new CopyOnWriteArrayList<>();
    private volatile boolean mayGo = true;
    private SharedRegistry registry;
    private EventBusDiscovery discovery;

    @BeforeEach
    void make() throws TimeoutException {
        vertx.eventBus().consumer(Addresses.ROLL_CALL, call -> rollCalls.add(call.body()));
        registry = get(SharedRegistry.open(vertx, ENVELOPE));
        ControlLoop loop = new ControlLoop(new VertxTimers(vertx), System::nanoTime, new Random(1));
        Announcements announcements = new Announcements(
                ENVELOPE,
                Admission.of(List.of(), 1_024, 65_535, new OwnListeners(Set.of())),
                service -> 0,
                updates::add,
                id -> {},
                new Refusals(new LogLimit(System::nanoTime)),
                System::nanoTime);
        discovery = new EventBusDiscovery(vertx.eventBus(), registry, "me", announcements, id -> mayGo, loop);
    }

    @AfterEach
    void close() throws TimeoutException {
        get(vertx.close());
    }

    @Test
    void K10_a_balancer_that_comes_last_learns_of_everybody_from_the_map_and_calls_the_roll() throws TimeoutException {
        get(registry.put(registration("early", 18_000)));

        start();

        awaitJoined("early");
        await().atMost(LIMIT).until(() -> rollCalls.equals(List.of("me")));
    }

    @Test
    void K10_a_balancer_that_comes_first_hears_who_comes_later_and_who_leaves() throws TimeoutException {
        start();

        announce(registration("late", 18_000));
        awaitJoined("late");
        vertx.eventBus()
                .publish(
                        Addresses.DEPART, ENVELOPE.seal(Envelope.Kind.DEPARTURE, new Departure("late", 1, 2).toJson()));

        await().atMost(LIMIT)
                .until(() -> updates.get(updates.size() - 1) instanceof PoolUpdate.Remove remove
                        && remove.id().equals("late"));
    }

    @Test
    void K16_a_lease_that_is_not_renewed_ends() throws TimeoutException {
        start();

        announce(registration("b1", 1_000));

        await().atMost(LIMIT)
                .until(() -> updates.stream()
                        .anyMatch(update -> update instanceof PoolUpdate.Remove remove
                                && remove.why().equals("lease ran out")));
    }

    @Test
    void K4_when_no_announcement_arrives_any_more_it_subscribes_again_and_calls_the_roll_again()
            throws TimeoutException {
        mayGo = false;
        start();
        announce(registration("b1", 1_000));

        try (Logged log = Logged.by(EventBusDiscovery.class)) {
            await().atMost(LIMIT).until(() -> rollCalls.size() >= 3);

            assertThat(log.lines("no announcement arrives, subscribing again")).isNotEmpty();
        }
        announce(registration("b2", 18_000));
        awaitJoined("b2");
        assertThat(joins("b2")).as("the old subscriptions are gone").isOne();
    }

    @Test
    void K18_garbage_on_the_bus_keeps_nobody_from_joining() throws TimeoutException {
        start();

        vertx.eventBus().publish(Addresses.ANNOUNCE, null);
        vertx.eventBus().publish(Addresses.ANNOUNCE, new JsonObject());
        vertx.eventBus().publish(Addresses.ANNOUNCE, Buffer.buffer("x"));
        vertx.eventBus().publish(Addresses.ANNOUNCE, "x".repeat(1 << 20));
        vertx.eventBus().publish(Addresses.DEPART, "[".repeat(5_000));
        announce(registration("b1", 18_000));

        awaitJoined("b1");
        assertThat(updates).hasSize(1);
    }

    private void start() throws TimeoutException {
        get(Future.<Void>future(
                started -> context.runOnContext(v -> discovery.start().onComplete(started))));
    }

    private void announce(Registration registration) {
        vertx.eventBus().publish(Addresses.ANNOUNCE, ENVELOPE.seal(Envelope.Kind.REGISTRATION, registration.toJson()));
    }

    private void awaitJoined(String id) {
        await().atMost(LIMIT).until(() -> joins(id) > 0);
    }

    private long joins(String id) {
        return updates.stream()
                .filter(update -> update instanceof PoolUpdate.Upsert upsert
                        && upsert.backend().id().equals(id))
                .count();
    }

    private static Registration registration(String id, long leaseMillis) {
        return new Registration(
                id, 1, "web", "10.0.0.1", 9_000, 100, "", BackendState.READY, leaseMillis, 0, 1, Map.of());
    }

    private static <T> T get(Future<T> future) throws TimeoutException {
        return future.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
