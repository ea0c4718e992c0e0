package io.equipoise.balancer.orders;

import static io.equipoise.balancer.orders.Steered.assertRefused;
import static io.equipoise.balancer.orders.Steered.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.balancer.discovery.StaticBackend;
import io.equipoise.balancer.orders.OrderRefused.Reason;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Backend.Mode;
import io.equipoise.balancer.pool.Backend.Origin;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.cluster.registry.Envelope;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Static backends that operators add and remove, at two balancers and at those that start later. */
class OrderedStaticsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final StaticBackend CONFIGURED = new StaticBackend("web", "192.0.2.1", 80, 50, 3);

    private final Vertx vertx = Vertx.vertx();
    private Steered a;
    private Steered b;

    @BeforeEach
    void start() throws TimeoutException {
        a = balancer("a");
        b = balancer("b");
    }

    @AfterEach
    void close() throws TimeoutException {
        get(vertx.close());
    }

    @Test
    void one_that_is_added_is_in_both_pools_and_in_that_of_a_balancer_that_starts_later() throws TimeoutException {
        Backend added = get(a.add("mail", "192.0.2.7", 25, 7));
        assertThat(added.id()).isEqualTo("192.0.2.7:25");
        assertThat(added.origin()).isEqualTo(Origin.STATIC);
        assertThat(added.weight()).isEqualTo(7);
        assertThat(added.maxConnections()).isEqualTo(3);
        assertThat(a.backend(added.id())).isEqualTo(added);
        await().atMost(LIMIT).until(() -> added.equals(b.backend(added.id())));
        assertThat(balancer("c").backend(added.id())).isEqualTo(added);
        assertThat(a.orders().ofBackend(added.id())).isPresent();
    }

    @Test
    void one_that_is_removed_is_gone_everywhere_and_can_be_added_again() throws TimeoutException {
        String id = get(a.add("mail", "192.0.2.7", 25, 7)).id();
        await().atMost(LIMIT).until(() -> b.backend(id) != null);
        get(b.remove(id));
        assertThat(b.backend(id)).isNull();
        await().atMost(LIMIT).until(() -> a.backend(id) == null);
        assertThat(balancer("c").backend(id)).isNull();
        assertThat(get(a.add("mail", "192.0.2.7", 25, 9)).weight()).isEqualTo(9);
        assertThat(a.told).hasSize(3).last().asString().startsWith(id + ": static backend added");
    }

    @Test
    void one_of_the_configuration_that_is_removed_stays_so_over_a_start_until_it_is_added_again()
            throws TimeoutException {
        get(a.remove("192.0.2.1:80"));
        assertThat(a.backend("192.0.2.1:80")).isNull();
        Steered c = balancer("c");
        assertThat(c.backend("192.0.2.1:80")).isNull();
        assertThat(get(c.add("web", "192.0.2.1", 80, 100)).id()).isEqualTo("192.0.2.1:80");
        await().atMost(LIMIT).until(() -> a.backend("192.0.2.1:80") != null);
        assertThat(balancer("d").backend("192.0.2.1:80").weight())
                .as("the order's weight, not the configuration's")
                .isEqualTo(100);
    }

    @Test
    void what_is_there_is_not_added_again() throws TimeoutException {
        assertRefused(a.add("web", "192.0.2.1", 80, 100), Reason.CONFLICT);
        get(a.add("web", "192.0.2.7", 80, 100));
        assertRefused(a.add("web", "192.0.2.7", 80, 5), Reason.CONFLICT);
        assertThat(a.backend("192.0.2.7:80").weight()).isEqualTo(100);
        a.join(Backends.backend(0));
        assertRefused(
                a.add(
                        Backends.SERVICE,
                        Backends.address(0).getAddress().getHostAddress(),
                        Backends.address(0).getPort(),
                        100),
                Reason.CONFLICT);
        assertThat(a.backend(Backends.backend(0).id()))
                .as("one that announces itself stays")
                .isNotNull();
    }

    @Test
    void the_same_place_in_another_service_has_an_id_of_its_own() throws TimeoutException {
        assertThat(get(a.add("mail", "192.0.2.1", 80, 100)).id()).isEqualTo("mail:192.0.2.1:80");
        assertThat(a.backend("192.0.2.1:80").service()).isEqualTo("web");
        assertRefused(a.add("mail", "192.0.2.1", 80, 100), Reason.CONFLICT);
        get(a.remove("mail:192.0.2.1:80"));
        assertThat(a.backend("192.0.2.1:80")).isNotNull();
    }

    @Test
    void one_that_announces_itself_is_not_removed() throws TimeoutException {
        a.join(Backends.backend(0));
        assertRefused(a.remove(Backends.backend(0).id()), Reason.CONFLICT);
        assertThat(a.backend(Backends.backend(0).id())).isNotNull();
    }

    @Test
    void a_name_is_looked_up_before_it_is_taken() throws TimeoutException {
        Backend added = get(a.add("db", "db.example", 5_432, 100));
        assertThat(added.id()).isEqualTo("db.example:5432");
        assertThat(added.address().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(added.incarnation()).as("looked up once, it did not move").isOne();
        assertRefused(a.add("db", "nobody.example", 5_432, 100), Reason.INVALID);
    }

    @Test
    void what_cannot_be_a_host_or_a_service_is_refused() {
        assertRefused(a.add("web", "<img src=x>", 80, 100), Reason.INVALID);
        assertRefused(a.add("web", "", 80, 100), Reason.INVALID);
        assertRefused(a.add("a b", "192.0.2.7", 80, 100), Reason.INVALID);
    }

    @Test
    void a_listener_of_this_balancer_is_no_backend() {
        assertRefused(a.add("web", "127.0.0.1", 8_080, 100), Reason.CONFLICT);
    }

    @Test
    void state_and_weight_are_ordered_of_static_ones_too_and_outlive_them() throws TimeoutException {
        String id = get(a.add("mail", "192.0.2.7", 25, 7)).id();
        get(a.change(id, new BackendChange(Optional.of(Mode.MAINTENANCE), true, OptionalInt.of(0))));
        assertThat(a.backend(id).mode()).isEqualTo(Mode.MAINTENANCE);
        get(a.remove(id));
        get(a.add("mail", "192.0.2.7", 25, 7));
        assertThat(a.backend(id).mode()).isEqualTo(Mode.MAINTENANCE);
        assertThat(a.backend(id).weight()).isZero();
    }

    private Steered balancer(String id) throws TimeoutException {
        return new Steered(vertx, id, Envelope.of(Optional.empty()), CONFIGURED).start();
    }
}
