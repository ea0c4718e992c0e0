package io.equipoise.system;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Loads in the tests of this package, and waiting for how far they are. */
final class Loads {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Loads() {}

    /** New connections at a constant rate, one request each, through that balancer. */
    static ConnectionLoad start(Balancer balancer, int perSecond) {
        return start(balancer.address(), perSecond);
    }

    /** The same to an address. */
    static ConnectionLoad start(InetSocketAddress address, int perSecond) {
        return ConnectionLoad.start(address, perSecond, REQUEST_LIMIT);
    }

    /** Waits until that many requests have ended. */
    static void await(ConnectionLoad load, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> load.soFar().size() >= count);
    }

    /** Waits until that many requests have ended that were begun from that moment on. */
    static void await(ConnectionLoad load, int count, long fromNanos) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> new LoadResult(load.soFar())
                                .begunFrom(fromNanos)
                                .requests()
                                .size()
                        >= count);
    }

    /** Waits until a backend has answered a request that was begun from that moment on, and says when. */
    static long awaitAnswer(ConnectionLoad load, String backend, long fromNanos) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> load.soFar().stream()
                                .filter(request -> request.startNanos() - fromNanos >= 0)
                                .filter(request ->
                                        !request.failed() && request.backend().equals(backend))
                                .mapToLong(ConnectionLoad.Request::endNanos)
                                .min()
                                .orElse(0L),
                        nanos -> nanos != 0);
    }
}
