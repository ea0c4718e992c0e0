package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.BalancerRecord;
import io.equipoise.cluster.registry.BalancerRecord.Listener;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The registry's maps are local to the one Vert.x here: what is found does not depend on who else is in the cluster. */
class BalancerDiscoveryTest {
    private static final long LEASE_MILLIS = 60_000;

    private final Vertx vertx = Vertx.vertx();
    private final SharedRegistry registry = join(SharedRegistry.open(vertx, Envelope.of(Optional.empty())));
    private final AtomicLong now = new AtomicLong();
    private final BalancerDiscovery discovery = new BalancerDiscovery(vertx, registry, "web", now::get);

    @AfterEach
    void end() {
        join(vertx.close());
    }

    @Test
    void finds_every_listener_for_the_service_and_no_other() {
        put("b1", new Listener("web", "web", "127.0.0.1", 2), new Listener("db", "db", "127.0.0.1", 3));
        put("b2", new Listener("web", "web", "127.0.0.1", 1), new Listener("also", "web", "127.0.0.2", 1));
        assertThat(join(discovery.await())).containsExactly(at("127.0.0.1", 1), at("127.0.0.1", 2), at("127.0.0.2", 1));
    }

    @Test
    void waits_for_the_first_balancer() {
        Future<List<SocketAddress>> found = discovery.await();
        put("b1", new Listener("web", "web", "127.0.0.1", 2));
        assertThat(join(found)).containsExactly(at("127.0.0.1", 2));
    }

    @Test
    void gives_up_after_30_seconds_and_says_what_to_do() {
        Future<List<SocketAddress>> found = discovery.await();
        now.set(Duration.ofSeconds(31).toNanos());
        assertThatThrownBy(() -> join(found))
                .hasCauseInstanceOf(StartFailure.class)
                .hasMessageContaining("no balancer listens for service \"web\"")
                .hasMessageContaining("waited 30 s");
    }

    @Test
    void keeps_looking_and_keeps_the_last_known_when_all_are_gone() {
        put("b1", new Listener("web", "web", "127.0.0.1", 1));
        Targets targets = new Targets(join(discovery.await()), 0);
        discovery.keep(targets);
        put("b2", new Listener("web", "web", "127.0.0.1", 2));
        await().atMost(Duration.ofSeconds(30)).until(() -> targets.addresses().size() == 2);
        join(registry.removeBalancer("b1"));
        await().atMost(Duration.ofSeconds(30)).until(() -> targets.addresses().equals(List.of(at("127.0.0.1", 2))));
        join(registry.removeBalancer("b2"));
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(30))
                .until(() -> targets.addresses().equals(List.of(at("127.0.0.1", 2))));
    }

    private void put(String id, Listener... listeners) {
        join(registry.put(new BalancerRecord(id, List.of(listeners), LEASE_MILLIS)));
    }

    private static SocketAddress at(String host, int port) {
        return SocketAddress.inetSocketAddress(port, host);
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
