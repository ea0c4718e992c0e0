package io.equipoise.balancer.discovery;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address of the bus that is listened to, and can be listened to afresh: partitions leave subscriptions behind that
 * the other members have forgotten. Control loop only.
 */
public final class Subscription {
    /** How long the cluster may take to learn of it. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    private final EventBus bus;
    private final String address;
    private final Consumer<@Nullable Object> bodies;
    private @Nullable MessageConsumer<Object> current;
    private @Nullable Future<Void> underWay;

    /** Not subscribed yet. */
    public Subscription(EventBus bus, String address, Consumer<@Nullable Object> bodies) {
        this.bus = bus;
        this.address = address;
        this.bodies = bodies;
    }

    /**
     * Subscribes, anew if it had before. The earlier subscription ends only when the later one holds, so that nothing is
     * missed; what arrives twice meanwhile is known by its sequence number.
     *
     * @return done when every member knows of it, or failed after {@link #LIMIT}
     */
    public Future<Void> renew() {
        if (underWay != null) {
            return underWay;
        }
        MessageConsumer<Object> before = current;
        MessageConsumer<Object> fresh = bus.consumer(address, message -> bodies.accept(message.body()));
        Future<Void> done = fresh.completion().timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        underWay = done;
        done.onComplete(
                registered -> {
                    underWay = null;
                    current = fresh;
                    end(before);
                },
                failure -> {
                    underWay = null;
                    end(fresh);
                });
        return done;
    }

    private void end(@Nullable MessageConsumer<Object> consumer) {
        if (consumer != null) {
            consumer.unregister()
                    .onFailure(cause -> log.atDebug()
                            .addKeyValue("address", address)
                            .addKeyValue("cause", cause.toString())
                            .log("an old subscription could not be ended"));
        }
    }
}
