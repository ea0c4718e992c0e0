package io.equipoise.backend;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;

/**
 * A consumer on the event bus that can be registered anew: after partitions the cluster may have forgotten it while it
 * believes to be registered. Owned by one event loop.
 */
final class Subscription {
    private final EventBus bus;
    private final String address;
    private final Handler<Message<Object>> handler;
    private MessageConsumer<Object> consumer;
    private boolean renewing;
    private boolean closed;

    Subscription(EventBus bus, String address, Handler<Message<Object>> handler) {
        this.bus = bus;
        this.address = address;
        this.handler = handler;
        this.consumer = bus.consumer(address);
    }

    /** Done when the cluster knows it. */
    Future<Void> open() {
        return consumer.handler(handler).completion();
    }

    /**
     * Registers again. The old consumer goes only when the new one is known; a message that waits for it then is failed
     * at once, and its sender may ask again. Does nothing while an earlier renewal is under way, and once closed.
     */
    void renew() {
        if (renewing || closed) {
            return;
        }
        renewing = true;
        MessageConsumer<Object> old = consumer;
        MessageConsumer<Object> fresh = bus.consumer(address);
        fresh.handler(handler).completion().onComplete(registered -> {
            renewing = false;
            if (registered.succeeded() && !closed) {
                consumer = fresh;
                old.unregister();
            } else {
                fresh.unregister();
            }
        });
    }

    /** Ends it here; the cluster is told in its own time. */
    void close() {
        closed = true;
        consumer.unregister();
    }
}
