package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is ordered at one balancer holds at the other, under load there, and at one that starts later. */
class OrdersIT {
    private static final int RATE = 200;

    @Test
    void orders_hold_at_every_balancer_fail_no_request_and_outlive_the_balancer_that_took_them() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Balancer one = Admin.balancer(cluster, "one");
            Balancer two = Admin.balancer(cluster, "two");
            Backend a = cluster.backend("a");
            cluster.backend("b");
            Backend spare = cluster.await(cluster.startBackend(
                    new JsonObject().put("id", "spare").put("service", "other"), UnaryOperator.identity()));
            two.awaitUp(Set.of("a", "b", "spare"));
            one.awaitUp(Set.of("a", "b", "spare"));
            try (ConnectionLoad load = Loads.start(two, RATE)) {
                Loads.await(load, RATE);
                maintenanceAtOneHoldsAtTheOther(one, two, load);
                policyChangesLive(one, two, load);
                aStaticBackendComesAndGoes(one, two, spare, load);

                one.process().send(Signal.KILL);
                Balancer late = Admin.balancer(cluster, "late");
                late.awaitUp(Set.of("a", "b", "spare"));
                assertThat(state(late)).isEqualTo("maintenance");
                assertThat(policy(late)).isEqualTo("random");

                long told = System.nanoTime();
                a.process().send(Signal.TERM);
                assertThat(a.process().awaitExit(Duration.ofSeconds(20))).isZero();
                long exitMillis = (System.nanoTime() - told) / 1_000_000;
                LoadResult result = load.stop();
                Figures.print("orders: %s, exit in ordered maintenance after %d ms", result, exitMillis);
                assertThat(result.failed()).isEmpty();
                assertThat(exitMillis).as("its drain was seen").isLessThan(8_000);
                late.assertCleanLog();
                two.assertCleanLog();
            }
        }
    }

    private void maintenanceAtOneHoldsAtTheOther(Balancer one, Balancer two, ConnectionLoad load) throws Exception {
        int mark = two.mark();
        HttpResponse<String> ordered = Admin.call(one, "PATCH", "/api/v1/backends/a", "{\"state\":\"maintenance\"}");
        long since = System.nanoTime();
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(200);
        LogLine known = two.process().awaitLine(mark, "backend is in maintenance.*backend=\"?a\\b");
        long millis = (known.nanos() - since) / 1_000_000;
        long held = System.nanoTime();
        assertThat(state(two)).isEqualTo("maintenance");
        Loads.await(load, RATE / 2, held);
        assertThat(new LoadResult(load.soFar()).begunFrom(held).byBackend()).containsOnlyKeys("b");
        Figures.print("orders: known to the other balancer %d ms after the answer", millis);
        assertThat(millis).isLessThan(1_000);
        assertThat(Admin.call(two, "GET", "/api/v1/events", "").body())
                .contains("\"admin\"", "backend ordered", "ready -> maintenance");
    }

    private void policyChangesLive(Balancer one, Balancer two, ConnectionLoad load) throws Exception {
        long since = System.nanoTime();
        HttpResponse<String> ordered = Admin.call(one, "PATCH", "/api/v1/services/default", "{\"policy\":\"random\"}");
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(200);
        soon(() -> policy(two).equals("random"));
        Loads.await(load, RATE / 2, since);
    }

    private void aStaticBackendComesAndGoes(Balancer one, Balancer two, Backend spare, ConnectionLoad load)
            throws Exception {
        long since = System.nanoTime();
        HttpResponse<String> added = Admin.call(
                one,
                "POST",
                "/api/v1/backends",
                "{\"service\":\"default\",\"host\":\"127.0.0.1\",\"port\":" + spare.port() + "}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        Loads.awaitAnswer(load, "spare", since);
        String path = "/api/v1/backends/127.0.0.1:" + spare.port();
        assertThat(Admin.call(two, "DELETE", path, "").statusCode()).isEqualTo(204);
        long removed = System.nanoTime();
        Loads.await(load, RATE / 2, removed);
        assertThat(new LoadResult(load.soFar()).begunFrom(removed).byBackend()).containsOnlyKeys("b");
        soon(() -> Admin.call(one, "GET", path, "").statusCode() == 404);
    }

    private String state(Balancer balancer) throws Exception {
        return Admin.json(balancer, "/api/v1/backends/a").getString("state");
    }

    private String policy(Balancer balancer) throws Exception {
        return Admin.json(balancer, "/api/v1/services/default").getString("policy");
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }
}
