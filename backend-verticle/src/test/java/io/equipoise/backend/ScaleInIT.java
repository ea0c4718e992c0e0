package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.cluster.registry.Registration;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.SeededBytes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that go where the balancers send them lose nothing while instances come and go. */
class ScaleInIT {
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 20;

    private final Stage stage = new Stage();
    private final FakeBalancer[] balancers = {stage.balancer("one"), stage.balancer("two")};
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> served = new ConcurrentHashMap<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;

    @AfterEach
    void close() {
        stopped = true;
        stage.close();
    }

    @Test
    void scale_in_by_undeploying_one_instance_loses_no_connection() throws Exception {
        for (FakeBalancer balancer : balancers) {
            balancer.pingsAll();
        }
        List<String> deployments = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            deployments.add(stage.deploy(new JsonObject()));
        }
        Await.until(() -> {
            assertThat(balancers[0].ready()).hasSize(3);
            assertThat(balancers[1].ready()).hasSize(3);
        });
        startClients();
        Await.until(() -> assertThat(connections()).isGreaterThan(100));

        for (String deployment : deployments.subList(0, 2)) {
            Await.result(stage.undeploy(deployment));
            int before = connections();
            Await.until(() -> assertThat(connections()).isGreaterThan(before + 50));
        }
        int port = balancers[0].theOne().port();
        int others = connections() - served.get(port).get();
        Await.until(() -> assertThat(served.get(port).get()).isGreaterThan(200));

        stopped = true;
        for (Thread client : clients) {
            client.join(RawConnection.LIMIT.toMillis());
        }
        assertThat(failures).isEmpty();
        assertThat(served).hasSize(3);
        assertThat(connections() - served.get(port).get()).isEqualTo(others);
        Await.until(() -> assertThat(balancers[0].departed()).hasSize(2));
    }

    private void startClients() {
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            Thread client = new Thread(() -> run(number), "client-" + i);
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
    }

    private void run(int number) {
        for (int turn = number; !stopped; turn++) {
            List<Registration> ready = balancers[turn % balancers.length].ready();
            Registration backend = ready.get(turn % ready.size());
            try (RawConnection connection = RawConnection.to(backend.port())) {
                exchange(connection, turn);
                served.computeIfAbsent(backend.port(), port -> new AtomicInteger())
                        .incrementAndGet();
            } catch (IOException e) {
                failures.add(backend.id() + ": " + e);
            }
        }
    }

    private static void exchange(RawConnection connection, int seed) throws IOException {
        for (int request = 0; request < REQUESTS; request++) {
            byte[] bytes = SeededBytes.of(seed + request, 200);
            connection.send(bytes);
            assertThat(connection.receive(bytes.length)).isEqualTo(bytes);
        }
        connection.finish();
        assertThat(connection.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
    }

    private int connections() {
        return served.values().stream().mapToInt(AtomicInteger::get).sum();
    }
}
