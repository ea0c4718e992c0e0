package io.equipoise.balancer.orders;

import static io.equipoise.balancer.orders.Steered.assertRefused;
import static io.equipoise.balancer.orders.Steered.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.balancer.orders.OrderRefused.Reason;
import io.equipoise.balancer.pool.Backend.Mode;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.Order;
import io.equipoise.cluster.registry.Stamp;
import io.equipoise.cluster.registry.Wish;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two balancers that share the bus and the maps of one Vert.x, in real time. */
class OrdersTest {
    private static final Envelope ENVELOPE = Envelope.of(Optional.of("a secret of this cluster"));
    private static final String ID = Backends.backend(0).id();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Vertx vertx = Vertx.vertx();
    private AsyncMap<String, String> map;
    private Steered a;
    private Steered b;

    @BeforeEach
    void start() throws TimeoutException {
        map = get(vertx.sharedData().<String, String>getAsyncMap("equipoise.orders"));
        a = balancer("a");
        b = balancer("b");
    }

    @AfterEach
    void close() throws TimeoutException {
        get(vertx.close());
    }

    @Test
    void what_is_ordered_at_one_holds_there_when_it_is_done_and_at_the_other_soon() throws TimeoutException {
        get(a.change(ID, new BackendChange(Optional.of(Mode.MAINTENANCE), true, OptionalInt.of(7))));
        assertThat(a.backend(ID).mode()).isEqualTo(Mode.MAINTENANCE);
        assertThat(a.backend(ID).weight()).isEqualTo(7);
        assertThat(a.orders().ofBackend(ID)).hasValueSatisfying(order -> {
            assertThat(order.by()).isEqualTo("ops");
            assertThat(order.at().toEpochMilli()).isEqualTo(1_000_000);
        });
        soon().until(() -> b.backend(ID).equals(a.backend(ID)));
        String story = ID + ": backend ordered {backend=" + ID
                + ", state=ready -> maintenance, weight=announced -> 7, by=ops, from=192.0.2.1, balancer=a}";
        soon().untilAsserted(() -> {
            assertThat(a.told).containsExactly(story);
            assertThat(b.told).containsExactly(story);
        });
    }

    @Test
    void an_order_that_has_nothing_to_do_with_the_weight_is_told_without_it() throws TimeoutException {
        get(a.change(ID, new BackendChange(Optional.of(Mode.DRAINING), false, OptionalInt.empty())));
        assertThat(a.told)
                .containsExactly(ID + ": backend ordered {backend=" + ID
                        + ", state=ready -> draining, by=ops, from=192.0.2.1, balancer=a}");
    }

    @Test
    void what_is_left_out_stays_and_what_is_taken_back_is_gone() throws TimeoutException {
        get(a.change(ID, BackendChange.weighing(OptionalInt.of(7))));
        get(a.change(ID, BackendChange.to(Mode.DRAINING)));
        assertThat(a.backend(ID).weight()).isEqualTo(7);
        get(a.change(ID, BackendChange.weighing(OptionalInt.empty())));
        assertThat(a.backend(ID).weight()).isEqualTo(100);
        assertThat(a.backend(ID).mode()).isEqualTo(Mode.DRAINING);
        get(a.change(ID, BackendChange.to(Mode.READY)));
        assertThat(a.backend(ID)).isEqualTo(Backends.backend(0));
        assertThat(a.orders().ofBackend(ID)).isEmpty();
    }

    @Test
    void two_that_order_different_things_of_one_backend_at_the_same_moment_both_get_them() throws TimeoutException {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(a.change(ID, BackendChange.to(i % 2 == 0 ? Mode.DRAINING : Mode.MAINTENANCE)));
            all.add(b.change(ID, BackendChange.weighing(OptionalInt.of(i))));
        }
        get(Future.all(all));
        soon().untilAsserted(() -> {
            assertThat(a.backend(ID)).isEqualTo(b.backend(ID));
            assertThat(a.backend(ID).weight()).isEqualTo(19);
            assertThat(a.backend(ID).mode()).isEqualTo(Mode.MAINTENANCE);
        });
    }

    @Test
    void a_balancer_that_starts_knows_all_and_tells_of_it_once() throws TimeoutException {
        get(a.change(ID, BackendChange.to(Mode.MAINTENANCE)));
        get(a.change("b00001", BackendChange.to(Mode.DRAINING)));
        get(a.policy(Backends.SERVICE, Optional.of(SelectionPolicy.RANDOM)));
        get(a.change("b00001", BackendChange.to(Mode.READY)));
        Steered c = balancer("c");
        assertThat(c.backend(ID).mode()).isEqualTo(Mode.MAINTENANCE);
        assertThat(c.backend("b00001").mode()).isEqualTo(Mode.READY);
        assertThat(c.policyOf(Backends.SERVICE)).isEqualTo("random");
        assertThat(c.told).containsExactly("cluster: orders taken from the cluster {orders=2}");
    }

    @Test
    void what_the_map_forgets_is_put_back() throws TimeoutException {
        get(a.change(ID, BackendChange.to(Mode.MAINTENANCE)));
        Map<String, String> before = get(map.entries());
        get(map.clear());
        a.catchUp();
        soon().until(() -> get(map.entries()).equals(before));
        assertThat(a.backend(ID).mode()).isEqualTo(Mode.MAINTENANCE);
    }

    @Test
    void an_older_order_that_a_merge_brings_back_is_put_right() throws TimeoutException {
        get(a.change(ID, BackendChange.to(Mode.MAINTENANCE)));
        Map<String, String> older = get(map.entries());
        get(a.change(ID, BackendChange.to(Mode.READY)));
        Map<String, String> newer = get(map.entries());
        older.forEach((key, text) -> map.put(key, text));
        a.catchUp();
        soon().until(() -> get(map.entries()).equals(newer));
        assertThat(a.backend(ID).mode()).isEqualTo(Mode.READY);
        Steered c = balancer("c");
        assertThat(c.backend(ID).mode()).isEqualTo(Mode.READY);
    }

    @Test
    void a_newer_order_that_the_bus_has_lost_is_taken_from_the_map() throws TimeoutException {
        Order order = new Order(
                new Wish.OfBackend(ID, BackendState.DRAINING, OptionalInt.empty()),
                new Stamp(2_000_000, "z", "ops", "", 0));
        get(map.put(order.wish().key(), ENVELOPE.seal(Envelope.Kind.ORDER, order.toJson())));
        a.catchUp();
        soon().until(() -> a.backend(ID).mode() == Mode.DRAINING);
        a.clock(0);
        get(a.change(ID, BackendChange.to(Mode.READY)));
        soon().until(() -> b.backend(ID).mode() == Mode.READY
                && b.book.find(Wish.backendKey(ID)).isPresent());
        assertThat(b.book.find(Wish.backendKey(ID)).orElseThrow().stamp().sequence())
                .as("newer than what it saw, though its clock is behind")
                .isEqualTo(2_000_001);
    }

    @Test
    void what_was_taken_back_more_than_a_day_ago_is_forgotten_everywhere() throws TimeoutException {
        get(a.change(ID, BackendChange.to(Mode.MAINTENANCE)));
        get(a.change(ID, BackendChange.to(Mode.READY)));
        soon().until(() -> b.book.find(Wish.backendKey(ID)).isPresent());
        assertThat(get(map.size())).isOne();
        a.clock(1_000_000 + DAY + 1);
        b.clock(1_000_000 + DAY + 1);
        b.catchUp();
        a.catchUp();
        soon().until(() -> get(map.size()) == 0
                && a.book.entries().isEmpty()
                && b.book.entries().isEmpty());
    }

    @Test
    void K18_what_is_malformed_or_not_signed_changes_nothing_and_is_counted() throws TimeoutException {
        Order order = new Order(
                new Wish.OfBackend(ID, BackendState.MAINTENANCE, OptionalInt.empty()),
                new Stamp(2_000_000, "z", "mallory", "", 0));
        String unsigned = Envelope.of(Optional.empty()).seal(Envelope.Kind.ORDER, order.toJson());
        String otherKind = ENVELOPE.seal(Envelope.Kind.REGISTRATION, order.toJson());
        get(map.put(order.wish().key(), unsigned));
        for (Object body : new Object[] {unsigned, otherKind, "x", 7, "[".repeat(5_000), "x".repeat(1 << 20)}) {
            vertx.eventBus().publish(Addresses.ORDERS, body);
        }
        String later = ENVELOPE.seal(Envelope.Kind.ORDER, order.toJson().put("version", 2));
        vertx.eventBus().publish(Addresses.ORDERS, later);
        soon().until(() -> a.refused("UNKNOWN_VERSION") == 1);
        assertThat(a.refused("UNSIGNED")).isGreaterThanOrEqualTo(2);
        assertThat(a.refused("OVERSIZE")).isOne();
        assertThat(a.refused("MALFORMED")).isGreaterThanOrEqualTo(3);
        assertThat(a.backend(ID).mode()).isEqualTo(Mode.READY);
        get(a.change(ID, BackendChange.to(Mode.DRAINING)));
        assertThat(get(map.get(order.wish().key())))
                .as("what cannot be read is overwritten")
                .isNotEqualTo(unsigned);
        get(map.put(order.wish().key(), later));
        assertRefused(a.change(ID, BackendChange.to(Mode.READY)), Reason.NO_CLUSTER);
        assertThat(get(map.get(order.wish().key()))).isEqualTo(later);
    }

    @Test
    void a_cluster_that_does_not_answer_takes_no_order_and_nothing_is_changed() throws TimeoutException {
        a.maps.silent(true);
        assertRefused(a.change(ID, BackendChange.to(Mode.MAINTENANCE)), Reason.NO_CLUSTER);
        assertRefused(a.policy(Backends.SERVICE, Optional.of(SelectionPolicy.RANDOM)), Reason.NO_CLUSTER);
        assertRefused(a.add("web", "192.0.2.7", 80, 100), Reason.NO_CLUSTER);
        assertThat(a.backend(ID)).isEqualTo(Backends.backend(0));
        assertThat(a.policyOf(Backends.SERVICE)).isEqualTo("least-connections");
        assertThat(a.backend("192.0.2.7:80")).isNull();
        assertThat(get(map.size())).isZero();
        a.maps.silent(false);
        get(a.change(ID, BackendChange.to(Mode.MAINTENANCE)));
        assertThat(a.told).hasSize(1);
    }

    @Test
    void a_balancer_that_starts_while_the_cluster_does_not_answer_serves_and_learns_later() throws TimeoutException {
        get(a.change(ID, BackendChange.to(Mode.MAINTENANCE)));
        Steered c = new Steered(vertx, "c", ENVELOPE);
        c.maps.silent(true);
        c.start();
        c.join(Backends.backend(0));
        assertThat(c.backend(ID).mode()).isEqualTo(Mode.READY);
        c.maps.silent(false);
        c.catchUp();
        soon().until(() -> c.backend(ID).mode() == Mode.MAINTENANCE);
    }

    @Test
    void a_policy_is_ordered_changed_and_taken_back() throws TimeoutException {
        get(a.policy(Backends.SERVICE, Optional.of(SelectionPolicy.RANDOM)));
        assertThat(a.policyOf(Backends.SERVICE)).isEqualTo("random");
        soon().until(() -> b.policyOf(Backends.SERVICE).equals("random"));
        get(b.policy(Backends.SERVICE, Optional.empty()));
        assertThat(b.policyOf(Backends.SERVICE)).isEqualTo("least-connections");
        soon().until(() -> a.policyOf(Backends.SERVICE).equals("least-connections"));
        assertThat(a.orders().ofService(Backends.SERVICE)).isEmpty();
        assertThat(b.told)
                .containsExactly(
                        "web: policy ordered {service=web, policy=configured -> random, by=ops, from=192.0.2.1, balancer=a}",
                        "web: policy ordered {service=web, policy=random -> configured, by=ops, from=192.0.2.1, balancer=b}");
    }

    @Test
    void nothing_is_ordered_of_what_nobody_knows() throws TimeoutException {
        assertRefused(a.change("nobody", BackendChange.to(Mode.READY)), Reason.NOT_FOUND);
        assertRefused(a.policy("nothing", Optional.of(SelectionPolicy.RANDOM)), Reason.NOT_FOUND);
        assertRefused(a.remove("nobody"), Reason.NOT_FOUND);
        get(a.change(ID, BackendChange.to(Mode.READY)));
        assertThat(get(map.size()))
                .as("ready takes back what was never ordered")
                .isZero();
    }

    private Steered balancer(String id) throws TimeoutException {
        Steered balancer = new Steered(vertx, id, ENVELOPE).start();
        balancer.join(Backends.backend(0));
        balancer.join(Backends.backend(1));
        return balancer;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
    }
}
