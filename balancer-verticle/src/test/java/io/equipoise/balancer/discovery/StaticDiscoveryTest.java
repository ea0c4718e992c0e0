package io.equipoise.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.control.ManualTime;
import io.equipoise.balancer.control.PoolUpdates;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.IpLiteral;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaticDiscoveryTest {
    private final ManualTime time = new ManualTime();
    private final BackendPool pool = new TestPool(SelectionPolicy.ROUND_ROBIN.factory()).pool();
    private final PoolUpdates updates = new PoolUpdates(pool, time);
    private final List<Duration> lookups = new ArrayList<>();
    private final OwnListeners own = new OwnListeners(Set.of());
    private StaticDiscovery statics;
    private Future<List<InetAddress>> answer = Future.failedFuture(new UnknownHostException("db.example"));

    @Test
    void addresses_are_in_the_pool_at_once_and_nothing_is_looked_up() {
        start(new StaticBackend("db", "10.0.0.1", 5_432, 50, 3), new StaticBackend("db", "fd00::1", 5_432, 100, 0));

        assertThat(lookups).isEmpty();
        assertThat(time.pending()).isZero();
        assertThat(pool.node("10.0.0.1:5432").backend()).satisfies(backend -> {
            assertThat(backend.address()).isEqualTo(new InetSocketAddress("10.0.0.1", 5_432));
            assertThat(backend.origin()).isEqualTo(Backend.Origin.STATIC);
            assertThat(backend.weight()).isEqualTo(50);
            assertThat(backend.maxConnections()).isEqualTo(3);
            assertThat(backend.service()).isEqualTo("db");
        });
        assertThat(pool.node("fd00::1:5432").backend().address()).isEqualTo(new InetSocketAddress("fd00::1", 5_432));
    }

    @Test
    void one_place_in_two_services_is_two_backends() {
        start(new StaticBackend("a", "10.0.0.1", 80, 100, 0), new StaticBackend("b", "10.0.0.1", 80, 100, 0));

        assertThat(pool.node("a:10.0.0.1:80").backend().service()).isEqualTo("a");
        assertThat(pool.node("b:10.0.0.1:80").backend().service()).isEqualTo("b");
    }

    @Test
    void O13_a_dns_that_fails_is_asked_again_with_back_off_and_told_of_once() {
        try (Logged log = Logged.by(StaticName.class)) {
            startNamed();
            time.advance(Duration.ofMinutes(5));

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("WARN name does not resolve", "host=db.example"));
            assertThat(pool.snapshot().nodes()).isEmpty();
            List<Double> pauses = pauses();
            double expected = 1;
            for (double pause : pauses) {
                assertThat(pause).isBetween(0.9 * expected, 1.1 * expected + 0.001);
                expected = Math.min(30, 2 * expected);
            }
            assertThat(lookups).hasSizeBetween(12, 16);

            answer = addresses("10.0.0.1");
            time.advance(Duration.ofSeconds(34));
            assertThat(pool.node("db.example:5432").backend().address())
                    .isEqualTo(new InetSocketAddress(ip("10.0.0.1"), 5_432));
            assertThat(log.lines()).hasSize(2).last().asString().contains("INFO name resolves again");
        }
    }

    @Test
    void O13_a_dns_that_fails_later_takes_nobody_out() {
        answer = addresses("10.0.0.1");
        startNamed();
        PoolSnapshot before = pool.snapshot();

        answer = Future.failedFuture(new UnknownHostException("db.example"));
        time.advance(Duration.ofHours(1));

        assertThat(pool.snapshot()).isSameAs(before);
    }

    @Test
    void O13_a_dns_that_hangs_is_asked_once() {
        Promise<List<InetAddress>> hangs = Promise.promise();
        answer = hangs.future();
        startNamed();
        time.advance(Duration.ofMinutes(10));
        assertThat(lookups).hasSize(1);

        hangs.complete(List.of(ip("10.0.0.1")));
        time.advanceMillis(3);

        assertThat(pool.node("db.example:5432")).isNotNull();
    }

    @Test
    void a_name_is_looked_up_again_every_half_minute_and_answers_in_another_order_change_nothing() {
        answer = addresses("10.0.0.1", "10.0.0.2");
        startNamed();
        PoolSnapshot before = pool.snapshot();

        answer = addresses("10.0.0.2", "10.0.0.1");
        time.advance(Duration.ofMinutes(10));

        assertThat(pool.snapshot()).isSameAs(before);
        assertThat(pauses()).allSatisfy(pause -> assertThat(pause).isBetween(27.0, 33.001));
    }

    @Test
    void a_backend_that_moves_keeps_its_id_and_serves_on_until_it_is_probed() {
        answer = addresses("10.0.0.1");
        startNamed();
        health("db.example:5432", 1, Status.UP);
        BackendNode before = pool.node("db.example:5432");

        answer = addresses("10.0.0.2");
        time.advance(Duration.ofSeconds(34));

        BackendNode after = pool.node("db.example:5432");
        assertThat(after).isNotSameAs(before);
        assertThat(before.member()).isFalse();
        assertThat(after.backend().address()).isEqualTo(new InetSocketAddress(ip("10.0.0.2"), 5_432));
        assertThat(pool.snapshot().service("db").eligible()).containsExactly(after);
    }

    @Test
    void a_backend_that_was_down_when_it_moved_has_to_be_probed_first() {
        answer = addresses("10.0.0.1");
        startNamed();
        health("db.example:5432", 1, Status.DOWN);

        answer = addresses("10.0.0.2");
        time.advance(Duration.ofSeconds(34));

        assertThat(pool.node("db.example:5432").health()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void the_name_of_one_that_was_removed_is_looked_up_no_more() {
        answer = addresses("10.0.0.1");
        startNamed();
        statics.remove("db.example:5432", "told to");
        time.advance(Duration.ofMinutes(5));

        assertThat(pool.node("db.example:5432")).isNull();
        assertThat(lookups).hasSize(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void one_that_is_removed_while_its_name_is_looked_up_does_not_come() {
        Promise<List<InetAddress>> late = Promise.promise();
        answer = late.future();
        startNamed();
        statics.remove("db.example:5432", "told to");
        late.complete(List.of(ip("10.0.0.1")));
        time.advance(Duration.ofMinutes(5));

        assertThat(pool.node("db.example:5432")).isNull();
        assertThat(statics.isConfigured("db.example:5432")).isTrue();
    }

    @Test
    void one_that_comes_back_is_a_later_start_of_it() {
        StaticBackend backend = new StaticBackend("db", "10.0.0.1", 5_432, 50, 0);
        start(backend);
        statics.remove("10.0.0.1:5432", "told to");
        statics.add("10.0.0.1:5432", backend, Optional.empty());
        time.advanceMillis(3);

        assertThat(pool.node("10.0.0.1:5432").backend().incarnation()).isEqualTo(2);
    }

    @Test
    void another_share_leaves_a_backend_its_node_and_its_health() {
        start(new StaticBackend("db", "10.0.0.1", 5_432, 50, 0));
        health("10.0.0.1:5432", 1, Status.UP);
        BackendNode before = pool.node("10.0.0.1:5432");
        assertThat(statics.add("10.0.0.1:5432", new StaticBackend("db", "10.0.0.1", 5_432, 7, 0), Optional.empty()))
                .isTrue();
        time.advanceMillis(3);

        assertThat(pool.node("10.0.0.1:5432")).isSameAs(before);
        assertThat(before.weight()).isEqualTo(7);
        assertThat(before.healthy()).isTrue();
    }

    @Test
    void an_id_of_the_configuration_is_not_given_to_another_service() {
        start(new StaticBackend("db", "10.0.0.1", 5_432, 50, 0));

        assertThat(statics.add("10.0.0.1:5432", new StaticBackend("other", "10.0.0.1", 5_432, 7, 0), Optional.empty()))
                .isFalse();
        assertThat(statics.idOf(new StaticBackend("other", "10.0.0.1", 5_432, 7, 0)))
                .isEqualTo("other:10.0.0.1:5432");
    }

    @Test
    void a_listener_of_this_balancer_is_left_out_and_told_of() {
        own.opened(new InetSocketAddress("10.0.0.1", 8_080));
        try (Logged log = Logged.by(StaticDiscovery.class)) {
            start(new StaticBackend("web", "10.0.0.1", 8_080, 50, 0));

            assertThat(log.lines()).singleElement().asString().contains("it would go in circles");
        }
        assertThat(pool.snapshot().nodes()).isEmpty();
    }

    private void startNamed() {
        start(new StaticBackend("db", "db.example", 5_432, 100, 0));
    }

    private void start(StaticBackend... backends) {
        statics = new StaticDiscovery(List.of(backends), this::lookup, own, updates, this::isHealthy, time.loop());
        statics.start();
        time.advance(Duration.ofMillis(3));
    }

    private Future<List<InetAddress>> lookup(String host) {
        assertThat(host).isEqualTo("db.example");
        lookups.add(time.elapsed());
        return answer;
    }

    private boolean isHealthy(String id) {
        BackendNode node = pool.node(id);
        return node != null && node.healthy();
    }

    private void health(String id, long incarnation, Status status) {
        updates.accept(new PoolUpdate.Health(id, incarnation, status, "told to"));
        time.advanceMillis(3);
    }

    /** Seconds between one lookup and the next. */
    private List<Double> pauses() {
        List<Double> pauses = new ArrayList<>();
        for (int i = 1; i < lookups.size(); i++) {
            pauses.add(lookups.get(i).minus(lookups.get(i - 1)).toMillis() / 1_000.0);
        }
        return pauses;
    }

    private static Future<List<InetAddress>> addresses(String... texts) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(ip(text));
        }
        return Future.succeededFuture(addresses);
    }

    private static InetAddress ip(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }
}
