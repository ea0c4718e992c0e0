package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Promise<Void>> completions = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void one_that_was_renewed_answers_each_message_once() {
        Subscription subscription = on(slowBus());
        subscription.open();
        for (int i = 0; i < 100; i++) {
            subscription.renew();
            completions.get(completions.size() - 1).complete();
        }
        assertThat(completions).hasSize(101);
        for (int i = 0; i < 100; i++) {
            assertThat(ask("ping " + i)).isEqualTo("ping " + i);
        }
        assertThat(answered).hasValue(100);
    }

    @Test
    void the_old_one_goes_only_when_the_cluster_knows_the_new_one() {
        Subscription subscription = on(slowBus());
        subscription.open();
        subscription.renew();
        subscription.renew();
        assertThat(completions).hasSize(2);
        completions.get(1).complete();
        assertThat(ask("still there")).isEqualTo("still there");
        subscription.renew();
        assertThat(completions).hasSize(3);
    }

    @Test
    void a_renewal_that_fails_leaves_the_old_one() {
        Subscription subscription = on(slowBus());
        subscription.open();
        subscription.renew();
        completions.get(1).fail("the cluster does not answer");
        assertThat(ask("still there")).isEqualTo("still there");
    }

    @Test
    void one_that_is_closed_while_a_renewal_is_under_way_answers_no_more() {
        Subscription subscription = on(slowBus());
        subscription.open();
        subscription.renew();
        subscription.close();
        completions.get(1).complete();
        subscription.renew();
        assertThat(completions).hasSize(2);
        Await.until(() -> assertThat(Await.failure(vertx.eventBus().request("here", "ping")))
                .isInstanceOf(ReplyException.class)
                .hasMessageContaining("No handlers"));
    }

    private String ask(String text) {
        return Await.result(vertx.eventBus().<String>request("here", text)).body();
    }

    private Subscription on(EventBus bus) {
        return new Subscription(bus, "here", message -> {
            answered.incrementAndGet();
            message.reply(message.body());
        });
    }

    /** The bus, but that the test says when the cluster knows a consumer. */
    private EventBus slowBus() {
        return proxy(EventBus.class, (self, method, arguments) -> {
            MessageConsumer<?> consumer = (MessageConsumer<?>) method.invoke(vertx.eventBus(), arguments);
            Promise<Void> completion = Promise.promise();
            completions.add(completion);
            return proxy(MessageConsumer.class, (slow, call, values) -> {
                if (call.getName().equals("completion")) {
                    return completion.future();
                }
                Object result = call.invoke(consumer, values);
                return result == consumer ? slow : result;
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
