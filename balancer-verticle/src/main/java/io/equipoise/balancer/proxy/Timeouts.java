package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.RelayConfig;
import io.equipoise.balancer.config.ServiceConfig;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * How long a session of one service may take for what, in nanoseconds; {@link #NEVER} when there is no limit.
 *
 * @param queue in the queue
 * @param attempt for one connect
 * @param connect for all connects together
 * @param idle without a byte in either direction
 * @param halfOpen without a byte while one direction has ended
 * @param firstByte until the client's first byte
 * @param lifetime from the accept to the end
 */
record Timeouts(long queue, long attempt, long connect, long idle, long halfOpen, long firstByte, long lifetime) {
    static final long NEVER = Long.MAX_VALUE;

    static Timeouts of(ServiceConfig service) {
        RelayConfig relay = service.relay();
        return new Timeouts(
                saturated(service.queue().timeout()),
                saturated(service.connect().timeout()),
                saturated(service.connect().deadline()),
                limit(relay.idleTimeout()),
                limit(relay.halfOpenTimeout()),
                limit(relay.clientFirstByteTimeout()),
                limit(relay.maxLifetime()));
    }

    /** The shortest that {@link Sweeper} looks after. */
    long shortest() {
        return LongStream.of(queue, idle, halfOpen, firstByte, lifetime).min().orElse(NEVER);
    }

    private static long limit(Duration timeout) {
        return timeout.isZero() ? NEVER : saturated(timeout);
    }

    private static long saturated(Duration timeout) {
        return timeout.toSeconds() >= NEVER / 1_000_000_000 ? NEVER : timeout.toNanos();
    }
}
