package io.equipoise.balancer.discovery;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** An event bus that does on the caller's thread what a test says: of it there is what subscribing needs. */
final class ScriptedBus {
    private final List<Consumer> consumers = new ArrayList<>();

    /** One subscription, from when it is asked for. */
    static final class Consumer {
        private final Handler<Message<Object>> handler;
        private final Promise<Void> completion = Promise.promise();
        private Future<Void> unregistering = Future.succeededFuture();
        private boolean over;

        private Consumer(Handler<Message<Object>> handler) {
            this.handler = handler;
        }

        /** The whole cluster knows of it. */
        void hold() {
            completion.complete();
        }

        void fail() {
            completion.fail("on purpose");
        }

        /** From now on it is a subscription that cannot be ended. */
        void keep() {
            unregistering = Future.failedFuture("on purpose");
        }

        boolean isOver() {
            return over;
        }
    }

    EventBus bus() {
        return proxy(EventBus.class, (bus, method, arguments) -> {
            if (!method.getName().equals("consumer")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return subscribe(arguments[1]);
        });
    }

    /** All that was ever asked for, in order. */
    List<Consumer> consumers() {
        return consumers;
    }

    void deliver(Object body) {
        @SuppressWarnings("unchecked")
        Message<Object> message = proxy(Message.class, (self, method, arguments) -> {
            if (!method.getName().equals("body")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return body;
        });
        consumers.stream().filter(one -> !one.isOver()).toList().forEach(one -> one.handler.handle(message));
    }

    @SuppressWarnings("unchecked")
    private MessageConsumer<?> subscribe(Object handler) {
        Consumer consumer = new Consumer((Handler<Message<Object>>) handler);
        consumers.add(consumer);
        return proxy(MessageConsumer.class, (self, method, arguments) -> switch (method.getName()) {
            case "completion" -> consumer.completion.future();
            case "unregister" -> {
                consumer.over = consumer.unregistering.succeeded();
                yield consumer.unregistering;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }
}
