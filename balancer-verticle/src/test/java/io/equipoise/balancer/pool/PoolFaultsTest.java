package io.equipoise.balancer.pool;

import static io.equipoise.balancer.pool.Backends.address;
import static io.equipoise.balancer.pool.Backends.at;
import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.configured;
import static io.equipoise.balancer.pool.Backends.named;
import static io.equipoise.balancer.pool.Backends.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.pool.HealthState.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the catalogue of faults that the pool answers. */
class PoolFaultsTest {
    private final TestPool pool = new TestPool(TestPool.FIRST);

    @Test
    void K11_the_same_registration_again_changes_nothing() {
        pool.up(backend(0));
        PoolSnapshot before = pool.pool().snapshot();

        for (int i = 0; i < 10; i++) {
            assertThat(pool.join(backend(0))).isEmpty();
        }

        assertThat(pool.pool().snapshot()).isSameAs(before);
        assertThat(pool.view().nodes()).hasSize(1);
    }

    @Test
    void K12_a_later_start_under_the_same_id_replaces_the_earlier_and_must_prove_itself() {
        pool.up(backend(0));
        BackendNode earlier = pool.node(backend(0));
        Backend later = started(at(backend(0), address(50)), 2);

        List<PoolEvent> events = pool.join(later);

        assertThat(events)
                .containsExactly(
                        new PoolEvent.Left(earlier, "replaced by a later start of it"),
                        new PoolEvent.Joined(pool.node(later)));
        assertThat(pool.view().nodes()).singleElement().satisfies(node -> {
            assertThat(node.backend()).isEqualTo(later);
            assertThat(node.health()).isEqualTo(Status.UNKNOWN);
        });
        assertThat(pool.eligible()).isEmpty();
    }

    @Test
    void K12_an_earlier_or_equal_start_at_another_address_is_refused_and_it_is_said_what_stands() {
        Backend present = started(backend(0), 5);
        pool.up(present);

        for (long incarnation : new long[] {4, 5}) {
            Backend other = started(at(backend(0), address(50)), incarnation);
            assertThat(pool.join(other)).singleElement().isInstanceOfSatisfying(PoolEvent.Refused.class, refused -> {
                assertThat(refused.backend()).isEqualTo(other);
                assertThat(refused.why()).contains("incarnation 5", "10.0.0.0");
            });
        }

        assertThat(pool.node(present).backend()).isEqualTo(present);
        assertThat(pool.eligible()).containsExactly(present.id());
    }

    @Test
    void K12_words_of_the_earlier_start_do_not_touch_the_later() {
        Backend earlier = backend(0);
        Backend later = started(backend(0), 2);
        pool.up(earlier);
        pool.up(later);

        assertThat(pool.flip(earlier, Status.DOWN)).isEmpty();
        assertThat(pool.leave(earlier)).isEmpty();

        assertThat(pool.eligible()).containsExactly(later.id());
    }

    @Test
    void K13_two_ids_at_one_address_are_one_backend_and_the_later_start_stays() {
        pool.up(started(backend(0), 10));

        Backend later = started(at(backend(1), address(0)), 11);
        assertThat(pool.join(later)).hasExactlyElementsOfTypes(PoolEvent.Left.class, PoolEvent.Joined.class);
        pool.flip(later, Status.UP);

        assertThat(pool.eligible()).containsExactly(later.id());
        assertThat(weight()).isEqualTo(100);
    }

    @Test
    void K13_the_earlier_of_two_ids_at_one_address_is_refused() {
        pool.up(started(backend(0), 10));

        for (long incarnation : new long[] {9, 10}) {
            Backend other = started(named(backend(0), "another"), incarnation);
            assertThat(pool.join(other))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            PoolEvent.Refused.class,
                            refused -> assertThat(refused.why())
                                    .contains(backend(0).id()));
        }

        assertThat(weight()).isEqualTo(100);
    }

    @Test
    void K13_an_address_is_free_again_when_its_backend_has_left() {
        pool.up(started(backend(0), 10));
        pool.leave(started(backend(0), 10));

        assertThat(pool.join(at(backend(1), address(0)))).hasExactlyElementsOfTypes(PoolEvent.Joined.class);
    }

    @Test
    void K17_what_a_ping_told_does_not_bring_back_who_has_left() {
        pool.up(backend(0), backend(1));
        pool.leave(backend(0));

        assertThat(pool.apply(new PoolUpdate.ModeTold(backend(0).id(), 1, Backend.Mode.DRAINING)))
                .isEmpty();

        assertThat(pool.eligible()).containsExactly(backend(1).id());
    }

    @Test
    void what_stands_in_the_configuration_is_neither_removed_nor_drained_by_who_announces_its_id() {
        Backend configured = configured(backend(0));
        pool.up(configured);

        pool.apply(
                new PoolUpdate.Remove(configured.id(), Backend.Origin.ANNOUNCED, 9, "it left"),
                new PoolUpdate.ModeTold(configured.id(), 1, Backend.Mode.DRAINING));

        assertThat(pool.eligible()).containsExactly(configured.id());
    }

    @Test
    void K12_the_leave_of_a_later_start_that_was_refused_ends_the_earlier_one() {
        Backend configured = configured(at(backend(1), address(50)));
        pool.up(backend(0), configured);
        Backend later = started(at(backend(0), address(50)), 2);
        assertThat(pool.join(later)).hasExactlyElementsOfTypes(PoolEvent.Refused.class);

        pool.leave(later);

        assertThat(pool.eligible()).containsExactly(configured.id());
    }

    private int weight() {
        return pool.view().nodes().stream().mapToInt(BackendNode::weight).sum();
    }
}
