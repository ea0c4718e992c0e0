package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.orders.Steered;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.cluster.registry.Envelope;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be changed of services and backends, over HTTP; every answer is held to the contract. Each test leaves things as it found them. */
class OrdersApiIT {
    private static final String ID = Backends.backend(0).id();
    private static final String BACKEND = "/api/v1/backends/" + ID;
    private static final String SERVICE = "/api/v1/services/" + Backends.SERVICE;

    private static final Vertx VERTX = Vertx.vertx();
    private static Steered balancer;
    private static ApiClient client;

    @BeforeAll
    static void start() throws TimeoutException {
        TestAdmin admin = new TestAdmin(VERTX);
        balancer = new Steered(VERTX, "balancer-1", Envelope.of(Optional.empty())).start();
        balancer.join(Backends.backend(0));
        PoolApi pool = new PoolApi(name -> "least-connections", balancer::snapshot, balancer.orders());
        client = admin.serve(pool, new OrdersApi(balancer.orders(), pool));
    }

    @AfterAll
    static void close() throws TimeoutException {
        VERTX.close().await(20, SECONDS);
    }

    @Test
    void a_backend_is_put_into_maintenance_weighed_and_given_back() throws Exception {
        JsonObject changed = client.patch(BACKEND, new JsonObject("{\"state\":\"maintenance\",\"weight\":0}"))
                .json(200);
        assertThat(changed.getString("state")).isEqualTo("maintenance");
        assertThat(changed.getString("announcedState")).isEqualTo("ready");
        assertThat(changed.getInteger("weight")).isZero();
        assertThat(changed.getInteger("announcedWeight")).isEqualTo(100);
        assertThat(changed.getJsonObject("order"))
                .isEqualTo(new JsonObject("{\"by\":\"tests\",\"at\":\"1970-01-01T00:16:40Z\"}"));
        assertThat(client.get(BACKEND).json(200)).isEqualTo(changed);

        JsonObject ready =
                client.patch(BACKEND, new JsonObject("{\"state\":\"ready\"}")).json(200);
        assertThat(ready.getString("state")).isEqualTo("ready");
        assertThat(ready.getInteger("weight")).as("what is left out stays").isZero();

        JsonObject back =
                client.patch(BACKEND, new JsonObject("{\"weight\":null}")).json(200);
        assertThat(back.getInteger("weight")).isEqualTo(100);
        assertThat(back.containsKey("order")).isFalse();
    }

    @Test
    void a_policy_is_changed_and_given_back() throws Exception {
        JsonObject changed =
                client.patch(SERVICE, new JsonObject("{\"policy\":\"random\"}")).json(200);
        assertThat(changed.getString("policy")).isEqualTo("random");
        assertThat(changed.getString("configuredPolicy")).isEqualTo("least-connections");
        assertThat(changed.getJsonObject("order").getString("by")).isEqualTo("tests");
        JsonObject back =
                client.patch(SERVICE, new JsonObject("{\"policy\":null}")).json(200);
        assertThat(back.getString("policy")).isEqualTo("least-connections");
        assertThat(back.containsKey("order")).isFalse();
    }

    @Test
    void a_static_backend_is_added_shown_and_removed() throws Exception {
        ApiClient.Reply added = client.post("/api/v1/backends", backend("192.0.2.7"));
        assertThat(added.json(201).getString("id")).isEqualTo("192.0.2.7:80");
        assertThat(added.json().getString("origin")).isEqualTo("static");
        assertThat(added.json().getInteger("weight")).isEqualTo(100);
        assertThat(client.get(added.header("Location")).json(200)).isEqualTo(added.json());
        assertThat(client.post("/api/v1/backends", backend("192.0.2.7")).problem(409))
                .isEqualTo("192.0.2.7:80 is there already");
        assertThat(client.delete(added.header("Location")).status()).isEqualTo(204);
        client.get(added.header("Location")).problem(404);
        client.delete(added.header("Location")).problem(404);
    }

    @Test
    void an_order_to_one_that_is_away_has_nothing_to_show() throws Exception {
        client.post("/api/v1/backends", backend("192.0.2.7")).json(201);
        client.patch("/api/v1/backends/192.0.2.7:80", new JsonObject("{\"state\":\"draining\"}"))
                .json(200);
        client.delete("/api/v1/backends/192.0.2.7:80");
        assertThat(client.patch("/api/v1/backends/192.0.2.7:80", new JsonObject("{\"state\":\"ready\"}"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void an_order_to_a_service_that_has_nobody_left_has_nothing_to_show() throws Exception {
        client.post("/api/v1/backends", backend("192.0.2.8").put("service", "mail"))
                .json(201);
        client.patch("/api/v1/services/mail", new JsonObject("{\"policy\":\"random\"}"))
                .json(200);
        client.delete("/api/v1/backends/192.0.2.8:80");
        client.get("/api/v1/services/mail").problem(404);
        assertThat(client.patch("/api/v1/services/mail", new JsonObject("{\"policy\":null}"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void what_nobody_knows_is_not_found_and_what_announces_itself_is_not_removed() throws Exception {
        assertThat(client.patch("/api/v1/backends/nobody", new JsonObject("{\"weight\":1}"))
                        .problem(404))
                .isEqualTo("no backend has the id nobody");
        client.patch("/api/v1/services/nothing", new JsonObject("{\"policy\":\"random\"}"))
                .problem(404);
        client.delete("/api/v1/backends/nobody").problem(404);
        assertThat(client.delete(BACKEND).problem(409)).contains("announces itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<img src=x>", "nobody.example", "a b"})
    void a_host_that_cannot_be_is_a_problem(String host) throws Exception {
        client.post("/api/v1/backends", backend(host)).problem(400);
        assertThat(balancer.snapshot().nodes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "{\"state\":\"up\"}",
                "{\"weight\":257}",
                "{\"weight\":-1}",
                "{\"weight\":\"7\"}",
                "{\"weight\":1.5}",
                "{\"state\":null}",
                "{\"weight\":1,\"more\":1}",
                "{\"weight\":1"
            })
    void A3_a_body_that_does_not_fit_changes_nothing(String body) throws Exception {
        client.with("Content-Type", "application/json")
                .call("PATCH", BACKEND, body)
                .problem(400);
        assertThat(client.get(BACKEND).json(200).getInteger("weight")).isEqualTo(100);
    }

    @Test
    void a_cluster_that_does_not_answer_is_told_of_and_nothing_is_changed() throws Exception {
        balancer.cutOff(true);
        client.patch(BACKEND, new JsonObject("{\"state\":\"maintenance\"}")).problem(503);
        client.patch(SERVICE, new JsonObject("{\"policy\":\"random\"}")).problem(503);
        client.post("/api/v1/backends", backend("192.0.2.7")).problem(503);
        assertThat(client.get(BACKEND).json(200).getString("state")).isEqualTo("ready");
        assertThat(client.get(SERVICE).json(200).getString("policy")).isEqualTo("least-connections");
        balancer.cutOff(false);
        client.post("/api/v1/backends", backend("192.0.2.7")).json(201);
        balancer.cutOff(true);
        client.delete("/api/v1/backends/192.0.2.7:80").problem(503);
        balancer.cutOff(false);
        assertThat(client.delete("/api/v1/backends/192.0.2.7:80").status()).isEqualTo(204);
    }

    private static JsonObject backend(String host) {
        return new JsonObject().put("service", "web").put("host", host).put("port", 80);
    }
}
