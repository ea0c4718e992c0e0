package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.ConnectionLoad.Request;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three balancers carry traffic that is known: each of them shows the exact sums of all three, and quantiles that are
 * within the histograms' error of those of the single sessions, which the access logs tell.
 */
@Tag("patient")
class ClusterFiguresIT {
    private static final List<String> BACKENDS = List.of("a", "b", "c", "d");
    private static final List<Integer> RATES = List.of(240, 120, 60);
    private static final int SECONDS = 8;
    private static final int TOO_EARLY = 3;
    private static final int HELD = 5;
    private static final String SESSION =
            "access - .*backend=\"?([a-z-]+)\"? .*connectMs=\"?([0-9.-]+)\"? firstByteMs=\"?([0-9.-]+)";
    /** By how much a quantile may be over the true one: see {@code Resolution}. */
    private static final double FINE = 1.0 / 128;

    private static final double COARSE = 1.0 / 16;

    @AutoClose
    private final TestCluster cluster = new TestCluster();

    @Test
    void each_of_three_balancers_shows_the_exact_sums_and_the_quantiles_of_all() throws Exception {
        List<Balancer> balancers = Stream.of("one", "two", "three")
                .map(name -> Admin.balancer(cluster, name))
                .toList();
        for (Balancer balancer : balancers) {
            comeTooEarly(balancer);
        }
        BACKENDS.forEach(cluster::backend);
        balancers.forEach(balancer -> balancer.awaitUp(Set.copyOf(BACKENDS)));

        List<Request> requests = carry(balancers);
        try (Held held = Held.open(balancers.get(1).address(), HELD)) {
            for (Balancer balancer : balancers) {
                soon(balancer, shown -> assertThat(total(shown).getLong("open")).isEqualTo(HELD));
            }
            held.assertAlive(1);
        }
        for (Balancer balancer : balancers) {
            soon(balancer, shown -> assertSums(shown, requests));
        }
        List<LogLine> sessions = balancers.stream()
                .flatMap(balancer -> balancer.process().output().matching(0, SESSION).stream())
                .toList();
        for (Balancer balancer : balancers) {
            assertQuantiles(stats(balancer), sessions);
            balancer.assertCleanLog();
        }
        JsonObject firstByte = total(stats(balancers.get(0))).getJsonObject("firstByte");
        Figures.print(
                "three balancers: %d sessions summed exactly by each; first byte p99 %.3f ms shown, %.3f ms true",
                sessions.size(), firstByte.getDouble("p99"), quantile(times(sessions, any -> true, 2), 0.99));
    }

    /** Clients that find no backend: sessions that fail, with a reset that may come while the client still connects. */
    private static void comeTooEarly(Balancer balancer) throws IOException {
        for (int i = 0; i < TOO_EARLY; i++) {
            try (RawConnection client = RawConnection.to(balancer.address(), 0)) {
                assertThat(client.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            } catch (SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
        }
    }

    /** At each balancer another rate, at the same time. */
    private static List<Request> carry(List<Balancer> balancers) {
        List<ConnectionLoad> loads = new ArrayList<>();
        for (int i = 0; i < balancers.size(); i++) {
            loads.add(Loads.start(balancers.get(i), RATES.get(i)));
        }
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < balancers.size(); i++) {
            Loads.await(loads.get(i), RATES.get(i) * SECONDS);
            requests.addAll(loads.get(i).stop().requests());
        }
        assertThat(requests).noneMatch(Request::failed);
        return requests;
    }

    private static void assertSums(JsonObject stats, List<Request> requests) {
        JsonObject total = total(stats);
        int early = TOO_EARLY * RATES.size();
        long sent = requests.stream()
                .mapToLong(request -> ConnectionLoad.WHO_ARE_YOU.length() + request.payload())
                .sum();
        long received = requests.stream()
                .mapToLong(request -> (request.backend() + "\n").length() + request.payload())
                .sum();
        assertThat(total.getLong("open")).isZero();
        assertThat(total.getLong("opened")).isEqualTo(requests.size() + HELD + early);
        assertThat(total.getLong("failures")).isEqualTo(early);
        assertThat(total.getLong("bytesFromClients")).isEqualTo(sent + 2 * HELD);
        assertThat(total.getLong("bytesFromBackends")).isEqualTo(received + 2 * HELD);

        Map<String, JsonObject> backends = byId(stats, "backends");
        assertThat(backends).containsOnlyKeys(BACKENDS);
        assertThat(sum(backends, "opened")).isEqualTo(requests.size() + HELD);
        assertThat(sum(backends, "bytesFromBackends")).isEqualTo(received + 2 * HELD);
        requests.stream()
                .collect(Collectors.groupingBy(Request::backend, Collectors.counting()))
                .forEach((id, count) ->
                        assertThat(backends.get(id).getLong("opened")).as(id).isBetween(count, count + HELD));
        Map<String, JsonObject> balancers = byId(stats, "balancers");
        assertThat(balancers).hasSize(RATES.size());
        assertThat(sum(balancers, "opened")).isEqualTo(requests.size() + HELD + early);
    }

    private static long sum(Map<String, JsonObject> figures, String name) {
        return figures.values().stream().mapToLong(one -> one.getLong(name)).sum();
    }

    private static void assertQuantiles(JsonObject stats, List<LogLine> sessions) {
        assertTimes(stats.getJsonObject("total"), sessions, any -> true, FINE);
        byId(stats, "backends")
                .forEach((id, figures) ->
                        assertTimes(figures, sessions, line -> line.group(1).equals(id), COARSE));
    }

    private static void assertTimes(
            JsonObject figures, List<LogLine> sessions, Predicate<LogLine> which, double error) {
        assertTimes(figures.getJsonObject("connect"), times(sessions, which, 1), error);
        assertTimes(figures.getJsonObject("firstByte"), times(sessions, which, 2), error);
    }

    private static void assertTimes(JsonObject shown, List<Double> times, double error) {
        assertThat(shown.getLong("count")).isEqualTo(times.size());
        Map.of("p50", 0.5, "p90", 0.9, "p99", 0.99, "p999", 0.999, "max", 1.0).forEach((name, part) -> {
            double exact = quantile(times, part);
            // A bucket is as wide as its error, and a microsecond at least.
            assertThat(shown.getDouble(name)).as(name).isBetween(exact - 0.0005, exact * (1 + error) + 0.0015);
        });
    }

    /** The times in that place of the lines, sorted; a session that had none has a dash. */
    private static List<Double> times(List<LogLine> sessions, Predicate<LogLine> which, int place) {
        return sessions.stream()
                .filter(which)
                .map(line -> line.group(place + 1))
                .filter(time -> !time.equals("-"))
                .map(Double::valueOf)
                .sorted()
                .toList();
    }

    /** The least time that so many took no longer than. */
    private static double quantile(List<Double> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    private static Map<String, JsonObject> byId(JsonObject stats, String array) {
        return stats.getJsonArray(array).stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(figures -> figures.getString("id"), figures -> figures));
    }

    private static JsonObject total(JsonObject stats) {
        return stats.getJsonObject("total");
    }

    private static JsonObject stats(Balancer balancer) {
        return Admin.json(balancer, "/api/v1/stats?window=all");
    }

    /** What the balancer shows is soon so; else tells whom it had heard by then, and what its log says. */
    private static void soon(Balancer balancer, Consumer<JsonObject> assertion) {
        await().atMost(RunningProcess.PATIENCE).untilAsserted(() -> {
            JsonObject shown = stats(balancer);
            try {
                assertion.accept(shown);
            } catch (AssertionError e) {
                String heard = shown.getJsonArray("balancers").encodePrettily();
                throw new AssertionError(e.getMessage() + "\nheard: " + heard + "\n" + balancer.story(0), e);
            }
        });
    }
}
