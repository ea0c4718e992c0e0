package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.orders.StandingOrder;
import io.equipoise.balancer.orders.StandingOrders;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read of the pool, over HTTP. */
class PoolApiIT {
    static final StandingOrders NO_ORDERS = new StandingOrders() {
        @Override
        public Optional<StandingOrder> ofBackend(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<StandingOrder> ofService(String service) {
            return Optional.empty();
        }
    };

    private final Vertx vertx = Vertx.vertx();
    private final BackendPool pool = new BackendPool(
            service -> new ServicePolicy("round-robin", SelectionPolicy.ROUND_ROBIN.factory(), 8, 50), () -> 0);

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(20, SECONDS);
    }

    @Test
    void a_service_says_its_policy_and_how_many_may_be_chosen() throws Exception {
        pool.declare("empty");
        join(Backends.backends(3));
        pool.apply(List.of(new PoolUpdate.Health("b00001", 1, HealthState.Status.UP, "answers")));
        JsonObject answer = start().get("/api/v1/services").json(200);
        assertThat(answer).isEqualTo(new JsonObject("""
                                {"items":[
                                {"name":"empty","policy":"round-robin","configuredPolicy":"random","backends":0,"eligible":0,"panic":false,"waiting":0},
                                {"name":"web","policy":"round-robin","configuredPolicy":"random","backends":3,"eligible":1,"panic":false,"waiting":0}]}
                                """));
    }

    @Test
    void a_backend_says_all_that_the_pool_knows_of_it() throws Exception {
        Backend backend = new Backend(
                "a/b:1 é",
                7,
                "web",
                Backends.address(1),
                30,
                5,
                "north",
                Backend.Mode.DRAINING,
                Backend.Origin.ANNOUNCED,
                Map.of("t", "<img src=x>"));
        join(List.of(backend));
        JsonObject answer = start().get("/api/v1/backends/a%2Fb:1%20%C3%A9").json(200);
        assertThat(answer)
                .isEqualTo(new JsonObject("""
                                {"id":"a/b:1 é","incarnation":7,"service":"web","host":"10.0.0.1","port":%d,"origin":"announced",
                                "state":"draining","announcedState":"draining","health":"unknown","eligible":false,"weight":30,"announcedWeight":30,"maxConnections":5,"zone":"north",
                                "tags":{"t":"<img src=x>"},"open":0,"opened":0,"failures":0,"consecutiveFailures":0}
                                """.formatted(Backends.address(1).getPort())));
    }

    @Test
    void ten_thousand_backends_are_read_page_by_page_each_of_them_once() throws Exception {
        List<Backend> all = Backends.backends(10_000);
        join(all);
        ApiClient api = start();
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonObject page =
                    api.get("/api/v1/backends?limit=999&after=" + after).json(200);
            page.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .forEach(item -> seen.add(item.getString("id")));
            after = page.getString("next");
        } while (after != null);
        assertThat(seen).isEqualTo(all.stream().map(Backend::id).toList());
        assertThat(api.get("/api/v1/backends").json(200).getJsonArray("items")).hasSize(100);
    }

    @Test
    void backends_of_one_service_are_shown_alone() throws Exception {
        join(Backends.backends(2));
        ApiClient api = start();
        assertThat(api.get("/api/v1/backends?service=web").json(200).getJsonArray("items"))
                .hasSize(2);
        assertThat(api.get("/api/v1/backends?service=mail").json(200).getJsonArray("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999999999999999999", "ten", "", "1.5", "%00"})
    void A3_a_limit_that_cannot_be_is_a_problem(String limit) throws Exception {
        assertThat(start().get("/api/v1/backends?limit=" + limit).problem(400))
                .isEqualTo("the query parameter limit must be a whole number from 1 to 1000");
    }

    @Test
    void who_is_not_in_the_pool_is_not_found() throws Exception {
        start().get("/api/v1/services/nothing").problem(404);
        assertThat(start().get("/api/v1/backends/nobody").problem(404)).isEqualTo("no backend has the id nobody");
    }

    private void join(List<Backend> backends) {
        pool.apply(backends.stream().map(PoolUpdate.Upsert::new).toList());
    }

    private ApiClient start() throws TimeoutException {
        return new TestAdmin(vertx).serve(new PoolApi(name -> "random", pool::snapshot, NO_ORDERS));
    }
}
