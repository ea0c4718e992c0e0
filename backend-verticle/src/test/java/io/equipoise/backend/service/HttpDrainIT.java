package io.equipoise.backend.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.backend.Await;
import io.equipoise.backend.FakeBalancer;
import io.equipoise.backend.Stage;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDrainIT {
    private static final long GIB = 1L << 30;

    private final Stage stage = new Stage();
    private final FakeBalancer balancer = stage.balancer("balancer");
    private String deployment;
    private Registration backend;

    @BeforeEach
    void deploy() {
        JsonObject drain = new JsonObject().put("announce", "1m").put("deadline", "3s");
        deployment = stage.deploy(new JsonObject().put("type", "http").put("drain", drain));
        backend = balancer.theOne();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_client_that_asks_until_it_is_told_to_stop_loses_nothing_in_a_drain() throws Exception {
        try (RawHttp client = RawHttp.to(backend.port())) {
            assertThat(client.get("/").isLast()).isFalse();
            Future<Void> left = beginToLeave();
            RawHttp.Answer last = client.get("/last");
            assertThat(last.body()).contains("GET /last HTTP/1.1");
            assertThat(last.isLast()).isTrue();
            assertThat(client.connection().awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
            // Until it was seen to drain, new connections are served.
            try (RawHttp late = RawHttp.to(backend.port())) {
                assertThat(late.get("/late").isLast()).isTrue();
            }
            assertThat(left.isComplete()).isFalse();
            Await.result(balancer.ping(backend, 2, BackendState.DRAINING));
            Await.result(left);
        }
        Await.until(() -> assertThat(balancer.departed()).hasSize(1));
    }

    @Test
    void an_answer_under_way_when_the_drain_begins_comes_whole_and_is_the_last() throws Exception {
        try (RawHttp slow = RawHttp.to(backend.port());
                RawHttp large = new RawHttp(connectWithSmallBuffer())) {
            slow.ask("/slow?ms=700");
            large.ask("/bytes?n=3000000");
            assertThat(large.head().isLast()).isFalse();
            Await.until(() -> assertThat(report().openConnections()).isEqualTo(2));
            Future<Void> left = beginToLeave();
            Await.result(balancer.ping(backend, 2, BackendState.DRAINING));
            RawHttp.Answer answer = slow.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.isLast()).isTrue();
            assertThat(slow.connection().awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
            assertThat(large.connection().receive(3_000_000)).hasSize(3_000_000);
            assertThat(large.connection().awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
            Await.result(left);
        }
    }

    @Test
    void an_upload_is_taken_whole_before_its_connection_closes_in_a_drain() throws Exception {
        Future<Void> left;
        try (RawHttp client = RawHttp.to(backend.port())) {
            left = beginToLeave();
            client.connection().send("POST /up HTTP/1.1\r\nhost: test\r\ncontent-length: 200000\r\n\r\n");
            assertThat(client.answer().isLast()).isTrue();
            client.connection().send(new byte[200_000]);
            assertThat(client.connection().awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
        }
        Await.result(balancer.ping(backend, 2, BackendState.DRAINING));
        Await.result(left);
    }

    @Test
    void what_is_left_at_the_deadline_is_reset_even_when_its_client_does_not_read() throws Exception {
        try (RawHttp slow = RawHttp.to(backend.port());
                RawHttp stalled = new RawHttp(connectWithSmallBuffer())) {
            slow.ask("/slow?ms=60000");
            stalled.ask("/bytes?n=" + GIB);
            Await.until(() -> assertThat(report().openConnections()).isEqualTo(2));
            Future<Void> left = beginToLeave();
            Await.result(balancer.ping(backend, 2, BackendState.DRAINING));
            long begun = System.nanoTime();
            Await.result(left);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(slow.connection().awaitEnd()).isEqualTo(RawConnection.End.RESET);
            assertThat(stalled.connection().awaitEnd()).isEqualTo(RawConnection.End.RESET);
        }
        Await.until(() -> assertThat(refusesConnections()).isTrue());
    }

    private Future<Void> beginToLeave() {
        Await.result(balancer.ping(backend, 1, BackendState.READY));
        Future<Void> left = stage.undeploy(deployment);
        Await.until(() -> assertThat(balancer.theOne().state()).isEqualTo(BackendState.DRAINING));
        return left;
    }

    private boolean refusesConnections() throws IOException {
        try (RawConnection connected = RawConnection.to(backend.port())) {
            return connected.remotePort() != backend.port();
        } catch (ConnectException e) {
            return true;
        }
    }

    private LoadReport report() {
        return Await.result(balancer.ping(backend, 1, BackendState.READY));
    }

    private RawConnection connectWithSmallBuffer() throws IOException {
        return RawConnection.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port()), 4 * 1024);
    }
}
