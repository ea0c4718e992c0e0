package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.system.Namespaces.Namespace;
import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two balancers and up to six backends, each on a host of its own, configured as the manifests say. What Kubernetes does
 * to them is done here: scaled, rolled, cut off.
 */
@Tag("patient")
@Tag("peers")
@TestMethodOrder(MethodOrderer.MethodName.class)
class PodsIT {
    private static final int RATE = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static Pods pods;
    private static final Map<String, Namespace> hosts = new LinkedHashMap<>();
    private static final Map<String, RunningProcess> backends = new LinkedHashMap<>();
    private static final Map<String, Balancer> balancers = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        pods = new Pods(folder);
        for (String name : List.of("one", "two")) {
            add(name);
        }
        for (String id : List.of("a", "b", "c")) {
            add(id);
            backends.put(id, pods.startBackend(id, hosts.get(id)));
        }
        Map<String, RunningProcess> started = new LinkedHashMap<>();
        for (String name : List.of("one", "two")) {
            started.put(name, pods.startBalancer(name, hosts.get(name)));
        }
        started.forEach((name, process) -> balancers.put(name, TestCluster.listening(process)));
        awaitAllUp();
    }

    @AfterAll
    static void stop() {
        pods.close();
    }

    private static void add(String label) {
        hosts.put(label, pods.host(label));
        pods.publish(List.copyOf(hosts.values()));
    }

    private static void remove(String label) {
        hosts.remove(label);
        pods.publish(List.copyOf(hosts.values()));
    }

    private static void awaitAllUp() {
        Set<String> all = new TreeSet<>(backends.keySet());
        balancers.values().forEach(balancer -> balancer.awaitUp(all, PATIENCE));
    }

    private static List<ConnectionLoad> startLoads() {
        return hosts.entrySet().stream()
                .filter(host -> balancers.containsKey(host.getKey()))
                .map(host -> Loads.start(Pods.listener(host.getValue()), RATE))
                .toList();
    }

    private static List<LoadResult> stopUnfailed(List<ConnectionLoad> loads) {
        List<LoadResult> results = loads.stream().map(ConnectionLoad::stop).toList();
        assertThat(results).allSatisfy(result -> assertThat(result.failed()).isEmpty());
        return results;
    }

    private static void awaitMore(List<ConnectionLoad> loads, int each) {
        long now = System.nanoTime();
        loads.forEach(load -> Loads.await(load, each, now));
    }

    @Test
    void a_backends_scaled_from_three_to_six_and_to_two_fail_no_request() {
        List<ConnectionLoad> loads = startLoads();
        List<String> more = List.of("d", "e", "f");
        for (String id : more) {
            add(id);
            backends.put(id, pods.startBackend(id, hosts.get(id)));
        }
        awaitAllUp();
        awaitMore(loads, 2 * RATE);
        for (String id : List.of("a", "b", "c", "d")) {
            backends.get(id).send(Signal.TERM);
        }
        for (String id : List.of("a", "b", "c", "d")) {
            assertThat(backends.remove(id).awaitExit()).isZero();
            remove(id);
        }
        awaitAllUp();
        awaitMore(loads, 2 * RATE);
        Figures.print("3 to 6 to 2 backends: %s", stopUnfailed(loads));
    }

    @Test
    void b_backends_restarted_one_by_one_fail_no_request() {
        List<ConnectionLoad> loads = startLoads();
        for (String id : List.copyOf(backends.keySet())) {
            backends.get(id).send(Signal.TERM);
            assertThat(backends.get(id).awaitExit()).isZero();
            Map<Balancer, Integer> marks = new LinkedHashMap<>();
            balancers.values().forEach(balancer -> marks.put(balancer, balancer.mark()));
            backends.put(id, pods.startBackend(id, hosts.get(id)));
            marks.forEach((balancer, mark) -> balancer.awaitUpAgain(mark, id));
            awaitMore(loads, RATE);
        }
        Figures.print("backends rolled: %s", stopUnfailed(loads));
    }

    @Test
    void c_balancers_restarted_one_by_one_cost_a_client_that_connects_again_nothing() {
        add("client");
        JsonObject load = new JsonObject()
                .put("rate", RATE)
                .put("connections", 20)
                .put("requestsPerConnection", 1)
                .put("requestTimeout", "20s")
                .put("connectRetryFor", "15s")
                .put("duration", "0s");
        try (RunningProcess client = pods.startClient(load, hosts.get("client"))) {
            client.awaitLine("[1-9][0-9]* req/s");
            for (String name : List.copyOf(balancers.keySet())) {
                Balancer old = balancers.get(name);
                old.process().send(Signal.TERM);
                assertThat(old.process().awaitExit(PATIENCE)).isZero();
                balancers.put(name, TestCluster.listening(pods.startBalancer(name, hosts.get(name))));
                awaitAllUp();
                int lines = client.output().size();
                Awaitility.await().atMost(PATIENCE).until(() -> client.output().size() >= lines + 5);
            }
            client.send(Signal.TERM);
            assertThat(client.awaitExit(PATIENCE)).isZero();
            LogLine requests = client.awaitLine("^requests .*");
            List<LogLine> retried = client.output().matching(0, "^retried .*");
            Figures.print("balancers rolled: %s; %s", requests.text(), retried);
        }
    }

    @Test
    void d_a_host_cut_off_and_healed_fails_no_request_and_is_back() {
        String id = backends.keySet().iterator().next();
        Namespace victim = hosts.get(id);
        List<ConnectionLoad> loads = startLoads();
        Map<Balancer, Integer> marks = new LinkedHashMap<>();
        balancers.values().forEach(balancer -> marks.put(balancer, balancer.mark()));
        victim.drop("input", "tcp dport != " + Pods.DATA_PORT);
        victim.drop("output", "tcp sport != " + Pods.DATA_PORT);
        marks.forEach((balancer, mark) -> balancer.awaitDown(mark, id));
        awaitMore(loads, 10 * RATE);
        Map<Balancer, Integer> healing = new LinkedHashMap<>();
        balancers.values().forEach(balancer -> healing.put(balancer, balancer.mark()));
        long healed = System.nanoTime();
        victim.heal();
        List<Long> back = new ArrayList<>();
        healing.forEach(
                (balancer, mark) -> back.add(balancer.awaitUpAgain(mark, id).millisSince(healed)));
        awaitMore(loads, 2 * RATE);
        Figures.print("one host cut off: back %s ms after the cut healed; %s", back, stopUnfailed(loads));
    }
}
