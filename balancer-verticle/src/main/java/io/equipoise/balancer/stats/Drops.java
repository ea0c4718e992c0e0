package io.equipoise.balancer.stats;

import io.equipoise.balancer.control.LogLimit;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.InvalidMessage.Reason;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has figures counted that were not taken, and logs them once a minute for each reason; those that came a second time are
 * no news, as that happens whenever a subscription is renewed. One thread at a time.
 */
final class Drops {
    private static final Logger log = LoggerFactory.getLogger(Drops.class);

    private final LogLimit limit;
    private final Consumer<String> counter;

    /** Counted there, by the reason in lower case. */
    Drops(LogLimit limit, Consumer<String> counter) {
        this.limit = limit;
        this.counter = counter;
    }

    void add(InvalidMessage dropped) {
        String reason = dropped.reason().name().toLowerCase(Locale.ROOT);
        counter.accept(reason);
        if (dropped.reason() != Reason.REPLAYED && limit.admits(reason)) {
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .addKeyValue("detail", dropped.getMessage())
                    .log("figures of another balancer were dropped");
        }
    }
}
