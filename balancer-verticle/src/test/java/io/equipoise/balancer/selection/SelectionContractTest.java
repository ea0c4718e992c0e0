package io.equipoise.balancer.selection;

import static io.equipoise.balancer.pool.Backends.backend;
import static io.equipoise.balancer.pool.Backends.backends;
import static io.equipoise.balancer.pool.Backends.in;
import static io.equipoise.balancer.pool.Backends.started;
import static io.equipoise.balancer.pool.Backends.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.pool.TestPool;
import io.equipoise.balancer.pool.TestRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every policy holds, whatever it chooses by. */
class SelectionContractTest {
    private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 50, 600, 1_500};

    private final Random dice = new Random(20_261_124);
    private final TestRequest request = new TestRequest(1);

    @ParameterizedTest
    @EnumSource
    void chooses_eligible_backends_only(SelectionPolicy policy) {
        TestPool pool = new TestPool(policy.factory());
        pool.up(backends(4)).up(in(backend(4), Backend.Mode.DRAINING), in(backend(5), Backend.Mode.MAINTENANCE));
        pool.up(weighing(backend(6), 0));
        pool.join(backend(7));
        pool.flip(backend(3), Status.DOWN);

        assertThat(chosenIn(pool, 2_000)).containsOnlyKeys(ids(0, 1, 2));
    }

    @ParameterizedTest
    @EnumSource
    void chooses_what_the_request_admits_and_nothing_else(SelectionPolicy policy) {
        for (int size : SIZES) {
            Selector selector = selector(policy, size);
            List<BackendNode> nodes = new TestPool(policy.factory()).up(backends(size)).view().eligible();
            for (int i = 0; i < 200; i++) {
                Set<BackendNode> admitted = new HashSet<>();
                double share = dice.nextDouble();
                nodes.forEach(node -> {
                    if (dice.nextDouble() < share) {
                        admitted.add(node);
                    }
                });
                BackendNode chosen = selector(policy, nodes)
                        .select(request.from(dice.nextLong()).admitting(admitted));
                if (admitted.isEmpty()) {
                    assertThat(chosen).isNull();
                } else {
                    assertThat(chosen).isIn(admitted);
                }
            }
        }
    }
}
