package io.equipoise.cluster.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedRegistryClaimTest {
    private final Vertx vertx = Vertx.vertx();
    private final SharedRegistry registry = get(SharedRegistry.open(vertx, Envelope.of(Optional.empty())));

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void a_free_id_is_taken() {
        assertThat(get(registry.claim(start(7)))).isTrue();
        assertThat(get(registry.find("b"))).contains(start(7));
    }

    @Test
    void a_later_start_takes_the_id_from_an_earlier_one() {
        get(registry.claim(start(7)));
        assertThat(get(registry.claim(start(8)))).isTrue();
        assertThat(get(registry.find("b"))).contains(start(8));
    }

    @Test
    void an_equal_start_and_an_earlier_one_do_not_get_the_id() {
        get(registry.claim(start(7)));
        assertThat(get(registry.claim(start(7)))).isFalse();
        assertThat(get(registry.claim(start(6)))).isFalse();
        assertThat(get(registry.find("b"))).contains(start(7));
    }

    @Test
    void of_two_starts_at_one_moment_one_gets_the_id() {
        get(registry.put(start(1)));
        Future<Boolean> first = registry.claim(start(8));
        Future<Boolean> second = registry.claim(start(8));
        assertThat(get(first) ^ get(second)).isTrue();
    }

    @Test
    void an_entry_signed_by_strangers_is_overwritten() {
        SharedRegistry ours = get(SharedRegistry.open(vertx, Envelope.of(Optional.of("secret"))));
        get(registry.put(start(99)));
        assertThat(get(ours.claim(start(7)))).isTrue();
        assertThat(get(ours.find("b"))).contains(start(7));
    }

    private static Registration start(long incarnation) {
        return new Registration(
                "b",
                incarnation,
                "default",
                "127.0.0.1",
                4_000,
                100,
                "",
                BackendState.READY,
                6_000,
                incarnation,
                0,
                Map.of());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
