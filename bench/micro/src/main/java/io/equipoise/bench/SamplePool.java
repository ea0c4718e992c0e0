package io.equipoise.bench;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.selection.SelectionPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A pool of one service whose backends are all up, with open sessions on them. */
final class SamplePool {
    static final String SERVICE = "web";

    private final BackendPool pool = new BackendPool(
            service ->
                    new ServicePolicy(SelectionPolicy.RANDOM.wireName(), SelectionPolicy.RANDOM.factory(), 1_024, 50),
            () -> 0);

    /** So many backends, with so many sessions on each in the mean, spread by dice. */
    SamplePool(int backends, int sessions) {
        List<PoolUpdate> updates = new ArrayList<>();
        for (int number = 0; number < backends; number++) {
            Backend backend = backend(number);
            updates.add(new PoolUpdate.Upsert(backend));
            updates.add(health(number, HealthState.Status.UP));
        }
        pool.apply(updates);
        ServiceView view = view();
        SampleRequest request = new SampleRequest(1);
        for (int session = 0; session < backends * sessions; session++) {
            if (view.lease(request) == null) {
                throw new IllegalStateException("a backend without a limit has room");
            }
        }
    }

    /** From now on it chooses by that policy. */
    SamplePool by(SelectionPolicy policy) {
        pool.apply(List.of(new PoolUpdate.PolicyChanged(SERVICE, policy.wireName(), policy.factory())));
        return this;
    }

    BackendPool pool() {
        return pool;
    }

    ServiceView view() {
        ServiceView view = pool.snapshot().service(SERVICE);
        if (view == null) {
            throw new IllegalStateException("the service has backends");
        }
        return view;
    }

    static PoolUpdate health(int number, HealthState.Status status) {
        return new PoolUpdate.Health(id(number), 1, status, "");
    }

    static Backend backend(int number) {
        return new Backend(
                id(number),
                1,
                SERVICE,
                address(number),
                100,
                0,
                "",
                Backend.Mode.READY,
                Backend.Origin.ANNOUNCED,
                Map.of());
    }

    private static String id(int number) {
        return "b" + (100_000 + number);
    }

    static InetSocketAddress address(int number) {
        byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 9_000);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
