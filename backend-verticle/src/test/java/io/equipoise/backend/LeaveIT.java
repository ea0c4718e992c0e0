package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaveIT {
    private final Stage stage = new Stage();
    private final FakeBalancer one = stage.balancer("one");
    private final FakeBalancer two = stage.balancer("two");

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void it_accepts_until_both_balancers_have_seen_it_drain() throws Exception {
        String deployment = stage.deploy(config("1m", "1m"));
        Registration backend = one.theOne();
        seenAs(BackendState.READY, backend, one, two);
        Future<Void> left = stage.undeploy(deployment);
        Await.until(() -> assertThat(one.theOne().state()).isEqualTo(BackendState.DRAINING));
        seenAs(BackendState.DRAINING, backend, one);
        seenAs(BackendState.READY, backend, two);
        echoes(backend, "chosen before it was seen to drain");
        assertThat(left.isComplete()).isFalse();
        assertThat(stage.registered(backend.id())).isPresent();

        seenAs(BackendState.DRAINING, backend, two);
        Await.result(left);
        assertThatThrownBy(() -> RawConnection.to(backend.port())).isInstanceOf(ConnectException.class);
        assertThat(stage.registered(backend.id())).isEmpty();
        Await.until(() -> {
            assertThat(one.departed()).hasSize(1).allMatch(each -> each.incarnation() == backend.incarnation());
            assertThat(two.departed()).isEqualTo(one.departed());
        });
    }

    @Test
    void the_report_says_that_it_drains() {
        String deployment = stage.deploy(config("1m", "1m"));
        Registration backend = one.theOne();
        seenAs(BackendState.READY, backend, one);
        Future<Void> left = stage.undeploy(deployment);
        Await.until(() -> assertThat(
                        Await.result(one.ping(backend, 7, BackendState.READY)).state())
                .isEqualTo(BackendState.DRAINING));
        seenAs(BackendState.DRAINING, backend, one);
        Await.result(left);
    }

    @Test
    void a_balancer_that_never_sees_it_drain_is_waited_for_two_seconds() {
        String deployment = stage.deploy(new JsonObject());
        Registration backend = one.theOne();
        seenAs(BackendState.READY, backend, one, two);
        long begun = System.nanoTime();
        Future<Void> left = stage.undeploy(deployment);
        Await.until(() -> assertThat(one.theOne().state()).isEqualTo(BackendState.DRAINING));
        seenAs(BackendState.DRAINING, backend, one);
        Await.result(left);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
    }

    @Test
    void with_no_balancer_it_leaves_at_once() {
        String deployment = stage.deploy(config("1m", "1m"));
        Registration backend = one.theOne();
        Await.result(stage.undeploy(deployment));
        assertThat(stage.registered(backend.id())).isEmpty();
        Await.until(() -> assertThat(one.heard()).last().matches(each -> each.state() == BackendState.DRAINING));
    }

    @Test
    void open_connections_are_waited_for_and_go_on() throws Exception {
        String deployment = stage.deploy(config("1m", "1m"));
        Registration backend = one.theOne();
        try (RawConnection client = RawConnection.to(backend.port())) {
            echoes(client, "before");
            Future<Void> left = stage.undeploy(deployment);
            Await.until(() -> assertThatThrownBy(
                            () -> RawConnection.to(backend.port()).close())
                    .isInstanceOf(ConnectException.class));
            echoes(client, "while it drains");
            assertThat(left.isComplete()).isFalse();
            assertThat(stage.registered(backend.id())).isPresent();
            client.finish();
            assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
            Await.result(left);
        }
        assertThat(stage.registered(backend.id())).isEmpty();
    }

    @Test
    void connections_left_at_the_deadline_are_reset_even_those_whose_clients_do_not_read() throws Exception {
        String deployment = stage.deploy(config("1m", "700ms"));
        Registration backend = one.theOne();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port());
        try (RawConnection idle = RawConnection.to(backend.port());
                RawConnection stalled = RawConnection.to(address, 4 * 1024)) {
            echoes(idle, "open");
            byte[] more = new byte[1024 * 1024];
            Thread writer = new Thread(() -> writeUntilItFails(stalled, more), "writer");
            writer.start();
            long begun = System.nanoTime();
            Await.result(stage.undeploy(deployment));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(700), Duration.ofSeconds(8));
            assertThat(idle.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            writer.join(RawConnection.LIMIT.toMillis());
            assertThat(writer.isAlive()).isFalse();
        }
        Await.until(() -> assertThat(one.departed()).hasSize(1));
    }

    private static JsonObject config(String announce, String deadline) {
        return new JsonObject()
                .put("drain", new JsonObject().put("announce", announce).put("deadline", deadline));
    }

    private static void seenAs(BackendState state, Registration backend, FakeBalancer... balancers) {
        for (FakeBalancer balancer : balancers) {
            Await.result(balancer.ping(backend, 1, state));
        }
    }

    private static void echoes(Registration backend, String text) throws IOException {
        try (RawConnection client = RawConnection.to(backend.port())) {
            echoes(client, text);
        }
    }

    private static void echoes(RawConnection client, String text) throws IOException {
        client.send(text);
        assertThat(client.receive(text.length())).isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeUntilItFails(RawConnection client, byte[] bytes) {
        boolean open = true;
        while (open) {
            try {
                client.send(bytes);
            } catch (IOException e) {
                open = false;
            }
        }
    }
}
