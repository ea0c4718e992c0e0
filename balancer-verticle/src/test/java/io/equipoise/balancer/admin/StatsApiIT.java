package io.equipoise.balancer.admin;

import static io.equipoise.balancer.pool.Backends.SERVICE;
import static io.equipoise.balancer.pool.Backends.backends;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.VertxTimers;
import io.equipoise.balancer.latency.Recorder;
import io.equipoise.balancer.latency.Resolution;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.balancer.stats.ClusterStats;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Figures over HTTP; what is answered is held to the contract by {@link ApiClient}. */
class StatsApiIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Subject FRONT = new Subject(Subject.Kind.LISTENER, "front", SERVICE);
    private static final Subject FIRST = new Subject(Subject.Kind.BACKEND, "b00000", SERVICE);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestAdmin admin = new TestAdmin(VERTX);
    private final BackendPool pool =
            new BackendPool(service -> new ServicePolicy("random", SelectionPolicy.RANDOM.factory(), 8, 50), () -> 0);
    private final EventStreams streams = new EventStreams(VERTX, 200);
    private final List<RawConnection> open = new ArrayList<>();
    private volatile Map<Subject, Figures> figures = Map.of();
    private ClusterStats stats;
    private String deployment;

    @BeforeEach
    void deploy() throws TimeoutException {
        for (Backend each : backends(2)) {
            pool.apply(List.of(
                    new PoolUpdate.Upsert(each),
                    new PoolUpdate.Health(each.id(), 1, HealthState.Status.UP, "answers")));
        }
        stats = new ClusterStats(
                "balancer-1",
                Envelope.of(Optional.empty()),
                new ClusterStats.Source(
                        () -> figures, pool::snapshot, () -> Future.succeededFuture(Set.of()), reason -> {}),
                text -> {},
                new ControlLoop(new VertxTimers(VERTX), System::nanoTime, new Random(1)),
                InstantSource.system());
        deployment = VERTX.deployVerticle(stats, ClusterStats.OPTIONS).await(20, SECONDS);
    }

    @AfterEach
    void leave() throws IOException, TimeoutException {
        for (RawConnection connection : open) {
            connection.close();
        }
        admin.run(streams::close);
        VERTX.undeploy(deployment).await(20, SECONDS);
    }

    @AfterAll
    static void close() throws TimeoutException {
        VERTX.close().await(20, SECONDS);
    }

    @Test
    void figures_of_nobody_are_zeros_and_have_no_quantiles() throws Exception {
        JsonObject shown = api().get("/api/v1/stats").json(200);
        assertThat(shown.getString("balancer")).isEqualTo("balancer-1");
        assertThat(shown.getString("window")).isEqualTo("recent");
        assertThat(shown.getJsonObject("total").getLong("opened")).isZero();
        assertThat(shown.getJsonObject("total").getJsonObject("connect")).isEqualTo(new JsonObject().put("count", 0));
        assertThat(shown.getJsonArray("backends")).hasSize(2);
        assertThat(shown.getJsonArray("flows")).isEmpty();
    }

    @Test
    void figures_are_as_they_were_counted() throws Exception {
        ApiClient api = api();
        count();
        JsonObject shown = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> api.get("/api/v1/stats?window=all").json(200),
                        all -> all.getJsonObject("total").getLong("opened") == 7);
        JsonObject total = shown.getJsonObject("total");
        assertThat(shown.getString("window")).isEqualTo("all");
        assertThat(total.getLong("open")).isEqualTo(2);
        assertThat(total.getLong("failures")).isEqualTo(1);
        assertThat(total.getLong("bytesFromClients")).isEqualTo(100);
        assertThat(total.getLong("bytesFromBackends")).isEqualTo(1L << 40);
        assertThat(total.getJsonObject("firstByte").getDouble("p99")).isBetween(3.0, 3.03);
        JsonObject backend = shown.getJsonArray("backends").getJsonObject(0);
        assertThat(backend.getString("id")).isEqualTo("b00000");
        assertThat(backend.getDouble("share")).isEqualTo(1);
        assertThat(backend.getDouble("fairShare")).isEqualTo(0.5);
        assertThat(backend.getJsonObject("lastFailure"))
                .isEqualTo(new JsonObject().put("at", "1970-01-01T00:00:01Z").put("reason", "backend_reset"));
        assertThat(shown.getJsonArray("balancers").getJsonObject(0).getBoolean("stale"))
                .isFalse();
        assertThat(shown.getJsonArray("flows")).hasSize(2);
    }

    @Test
    void another_window_is_a_problem() throws Exception {
        assertThat(api().get("/api/v1/stats?window=week").problem(400)).contains("window");
    }

    @Test
    void the_history_grows_by_a_point_each_five_seconds() throws Exception {
        ApiClient api = api();
        count();
        JsonObject shown = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> api.get("/api/v1/stats/history").json(200),
                        history -> rates(history).anyMatch(rate -> rate > 0));
        assertThat(shown.getLong("stepMillis")).isEqualTo(5_000);
        JsonObject point =
                shown.getJsonArray("points").getJsonObject(rates(shown).toList().size() - 1);
        assertThat(point.getLong("open")).isEqualTo(2);
        assertThat(point.getDouble("firstByteP99")).isBetween(3.0, 3.03);
    }

    @Test
    void streams_hear_the_same_figures_each_second() throws Exception {
        int port = admin.port(Map.of("tests", TestAdmin.TOKEN), new StatsApi(VERTX, stats, streams));
        RawConnection first = stream(port);
        RawConnection second = stream(port);
        count();
        assertThat(hear(first, "\"opened\":7")).contains("event: stats\ndata: {");
        assertThat(hear(second, "\"opened\":7")).contains("event: stats\ndata: {");
        figures = Map.of(FRONT, counted(FRONT, 9));
        hear(first, "\"opened\":9");
    }

    @Test
    void A4_a_stream_too_many_is_refused_and_who_wants_no_stream_is_answered() throws Exception {
        int port = admin.port(Map.of("tests", TestAdmin.TOKEN), new StatsApi(VERTX, stats, streams));
        for (int i = 0; i < EventStreams.MOST; i++) {
            hear(stream(port), "retry");
        }
        ApiClient api = ApiClient.to(VERTX, port).withToken(TestAdmin.TOKEN);
        assertThat(api.with("Accept", "text/event-stream").get("/api/v1/stats").problem(503))
                .startsWith("64 streams are open");
        api.get("/api/v1/stats").json(200);
        assertThat(streams.open()).isEqualTo(EventStreams.MOST);
    }

    private static Stream<Double> rates(JsonObject history) {
        return history.getJsonArray("points").stream()
                .map(JsonObject.class::cast)
                .map(point -> point.getDouble("rate"));
    }

    private ApiClient api() throws TimeoutException {
        return admin.serve(new StatsApi(VERTX, stats, streams));
    }

    private RawConnection stream(int port) throws IOException {
        RawConnection connection = RawConnection.to(port);
        open.add(connection);
        connection.send("GET /api/v1/stats HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + "Authorization: Bearer " + TestAdmin.TOKEN + "\r\n\r\n");
        return connection;
    }

    private static String hear(RawConnection reader, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            read.append(new String(reader.receive(1), StandardCharsets.ISO_8859_1));
        }
        return read.toString();
    }

    private void count() {
        figures = Map.of(FRONT, counted(FRONT, 7), FIRST, counted(FIRST, 7));
    }

    private static Figures counted(Subject subject, long opened) {
        Resolution resolution = Figures.resolution(subject.kind());
        Recorder connect = new Recorder(resolution);
        Recorder firstByte = new Recorder(resolution);
        connect.record(TimeUnit.MILLISECONDS.toNanos(2));
        firstByte.record(TimeUnit.MILLISECONDS.toNanos(3));
        return new Figures(
                new Counts(opened, 2, 1, 100, 1L << 40),
                subject.equals(FRONT) ? null : new Failure(1_000, "backend_reset"),
                connect.distribution(),
                firstByte.distribution());
    }
}
