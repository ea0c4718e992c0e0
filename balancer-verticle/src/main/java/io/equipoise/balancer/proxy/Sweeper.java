package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.RelayConfig;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Looks at every session of a loop now and then, so that none needs a timer: ends those whose time limits have passed,
 * a quarter of the shortest limit late at most.
 */
final class Sweeper {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final Loop loop;

    Sweeper(Loop loop) {
        this.loop = loop;
    }

    /** How often to sweep for the limits of that configuration. */
    static Duration period(BalancerConfig config) {
        return config.listeners().stream()
                .map(listener -> config.service(listener.service()).relay())
                .flatMap(Sweeper::limits)
                .filter(limit -> !limit.isZero())
                .map(limit -> limit.dividedBy(4))
                .min(Duration::compareTo)
                .map(period -> period.compareTo(LONGEST) > 0 ? LONGEST : period)
                .map(period -> period.compareTo(SHORTEST) < 0 ? SHORTEST : period)
                .orElse(LONGEST);
    }

    void sweep() {
        long now = loop.nanoTime().getAsLong();
        loop.sessions().forEach(session -> session.checkLimits(now));
    }

    private static Stream<Duration> limits(RelayConfig relay) {
        return Stream.of(
                relay.idleTimeout(), relay.halfOpenTimeout(), relay.clientFirstByteTimeout(), relay.maxLifetime());
    }
}
