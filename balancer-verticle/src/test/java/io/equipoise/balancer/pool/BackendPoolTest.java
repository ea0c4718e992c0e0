package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.address;
import static io.equipoise.balancer.pool.Backends.at;
import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.configured;
import static io.equipoise.balancer.pool.Backends.in;
import static io.equipoise.balancer.pool.Backends.limited;
import static io.equipoise.balancer.pool.Backends.serving;
import static io.equipoise.balancer.pool.Backends.started;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.HealthState.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackendPoolTest {
    private final AtomicInteger selectorsBuilt = new AtomicInteger();
    private final TestPool pool = new TestPool((nodes, rotation) -> {
        selectorsBuilt.incrementAndGet();
        return TestPool.FIRST.over(nodes, rotation);
    });

    @Test
    void a_backend_serves_after_its_first_good_probe() {
        pool.join(backend(0));
        assertThat(pool.eligible()).isEmpty();

        pool.flip(backend(0), Status.UP);
        assertThat(pool.eligible()).containsExactly(backend(0).id());
    }

    @Test
    void backends_stand_in_the_order_of_their_ids() {
        pool.up(backend(2), backend(0), backend(1));

        assertThat(pool.eligible())
                .containsExactly(backend(0).id(), backend(1).id(), backend(2).id());
    }

    @Test
    void an_update_that_changes_nothing_leaves_the_snapshot_as_it_is() {
        pool.up(backends(3));
        PoolSnapshot before = pool.pool().snapshot();

        assertThat(pool.join(backend(1))).isEmpty();
        assertThat(pool.flip(backend(1), Status.UP)).isEmpty();
        assertThat(pool.flip(started(backend(1), 2), Status.DOWN)).isEmpty();
        assertThat(pool.leave(started(backend(1), 0))).isEmpty();
        assertThat(pool.leave(backend(9))).isEmpty();
        assertThat(pool.apply()).isEmpty();
        pool.pool().declare(Backends.SERVICE);

        assertThat(pool.pool().snapshot()).isSameAs(before);
    }

    @Test
    void a_refused_update_leaves_the_snapshot_as_it_is() {
        pool.up(started(backend(0), 5));
        PoolSnapshot before = pool.pool().snapshot();

        assertThat(pool.join(started(backend(0), 4))).hasSize(1).hasOnlyElementsOfType(PoolEvent.Refused.class);

        assertThat(pool.pool().snapshot()).isSameAs(before);
    }

    @Test
    void a_service_that_did_not_change_keeps_its_view() {
        pool.up(backend(0), serving(backend(1), "other"));
        ServiceView other = pool.pool().snapshot().service("other");

        pool.flip(backend(0), Status.DOWN);

        assertThat(pool.pool().snapshot().service("other")).isSameAs(other);
    }

    @Test
    void a_backend_described_anew_keeps_its_node_counts_and_health() {
        pool.up(backend(0));
        BackendNode node = pool.node(backend(0));
        pool.view().lease(new TestRequest(1));

        List<PoolEvent> events = pool.join(weighing(backend(0), 7));

        assertThat(events).containsExactly(new PoolEvent.Changed(node, backend(0), backend(0)));
        assertThat(pool.node(backend(0))).isSameAs(node);
        assertThat(node.weight()).isEqualTo(7);
        assertThat(node.open()).isEqualTo(1);
        assertThat(node.healthy()).isTrue();
    }

    @Test
    void a_backend_that_drains_takes_no_more_and_comes_back() {
        pool.up(backends(2));
        pool.join(in(backend(0), Backend.Mode.DRAINING));
        assertThat(pool.eligible()).containsExactly(backend(1).id());

        pool.join(backend(0));
        assertThat(pool.eligible()).hasSize(2);
    }

    @Test
    void a_node_that_left_keeps_its_leases_until_they_close() {
        pool.up(backend(0));
        BackendNode node = pool.node(backend(0));
        Lease lease = pool.view().lease(new TestRequest(1));
        pool.leave(backend(0));

        assertThat(lease).isNotNull();
        assertThat(node.member()).isFalse();
        assertThat(node.open()).isEqualTo(1);
        lease.release(Lease.Outcome.SERVED);
        assertThat(node.open()).isZero();
    }

    @Test
    void a_batch_is_published_once() {
        long before = pool.pool().snapshot().version();

        pool.up(backends(100));

        assertThat(pool.pool().snapshot().version()).isEqualTo(before + 1);
        assertThat(selectorsBuilt).hasValue(1);
    }

    @Test
    void a_selector_is_kept_while_those_that_may_be_chosen_and_their_weights_stay() {
        pool.up(backends(3));
        Selector selector = pool.view().selector();

        pool.join(backend(3));
        pool.join(limited(backend(0), 9));
        pool.join(in(backend(3), Backend.Mode.DRAINING));
        assertThat(pool.view().selector()).isSameAs(selector);

        pool.join(weighing(backend(1), 50));
        assertThat(pool.view().selector()).isNotSameAs(selector);
        assertThat(selectorsBuilt).hasValue(2);
    }

    @Test
    void a_declared_service_is_there_without_backends_another_only_with_them() {
        pool.pool().declare("declared");
        assertThat(pool.pool().snapshot().service("declared")).isNotNull();
        assertThat(pool.pool().snapshot().service(Backends.SERVICE)).isNull();

        pool.up(backend(0), serving(backend(1), "declared"));
        pool.leave(backend(0));
        pool.leave(backend(1));

        assertThat(pool.pool().snapshot().services()).containsOnlyKeys("declared");
    }

    @Test
    void what_an_incarnation_says_of_its_service_and_address_holds() {
        pool.up(backends(2));

        assertThat(pool.join(at(backend(0), address(77)))).hasOnlyElementsOfType(PoolEvent.Refused.class);
        assertThat(pool.join(serving(backend(0), "other"))).hasOnlyElementsOfType(PoolEvent.Refused.class);
        assertThat(pool.join(started(at(backend(0), address(77)), 2)))
                .hasExactlyElementsOfTypes(PoolEvent.Left.class, PoolEvent.Joined.class);
    }

    @Test
    void an_announcement_never_displaces_what_stands_in_the_configuration() {
        Backend fixed = configured(backend(0));
        pool.up(fixed);

        assertThat(pool.join(started(backend(0), 99))).hasOnlyElementsOfType(PoolEvent.Refused.class);
        assertThat(pool.join(started(at(backend(1), fixed.address()), 99)))
                .hasOnlyElementsOfType(PoolEvent.Refused.class);
        assertThat(pool.eligible()).containsExactly(fixed.id());
    }

    @Test
    void the_configuration_displaces_what_announced_itself() {
        pool.up(started(backend(0), 99), started(backend(1), 99));

        assertThat(pool.join(configured(backend(0))))
                .hasExactlyElementsOfTypes(PoolEvent.Left.class, PoolEvent.Joined.class);
        assertThat(pool.join(configured(at(backend(2), address(1)))))
                .hasExactlyElementsOfTypes(PoolEvent.Left.class, PoolEvent.Joined.class);
        assertThat(pool.view().nodes())
                .extracting(node -> node.backend().origin())
                .containsOnly(Backend.Origin.STATIC);
    }

    @Test
    void one_address_may_stand_in_the_configuration_of_two_services_but_once_in_each() {
        pool.up(configured(backend(0)));

        assertThat(pool.join(configured(serving(at(backend(1), address(0)), "other"))))
                .hasOnlyElementsOfType(PoolEvent.Joined.class);
        assertThat(pool.join(configured(at(backend(2), address(0))))).hasOnlyElementsOfType(PoolEvent.Refused.class);
    }

    @Test
    void all_nodes_are_those_of_all_services() {
        IntStream.range(0, 6).forEach(i -> pool.join(serving(backend(i), "s" + i % 3)));

        assertThat(pool.pool().snapshot().nodes())
                .extracting(node -> node.backend().id())
                .hasSize(6)
                .doesNotHaveDuplicates();
    }
}
