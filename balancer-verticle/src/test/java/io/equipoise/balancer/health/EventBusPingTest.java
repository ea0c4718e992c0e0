package io.equipoise.balancer.health;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.health.Observation.Kind;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Ping;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer to a ping is worth. */
class EventBusPingTest {
    private static final Backend BACKEND = Backends.backend(1);

    private final Vertx vertx = Vertx.vertx();
    private final EventBusPing probe =
            new EventBusPing(vertx.eventBus(), "balancer-1", Duration.ofMillis(200), new Random(17));

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void the_answer_of_that_start_to_that_question_is_good_and_says_what_the_backend_wants() throws TimeoutException {
        answer(ping -> report(BACKEND.id(), BACKEND.incarnation(), ping.nonce(), BackendState.DRAINING));
        Observation seen = ping();
        assertThat(seen.kind()).isEqualTo(Kind.GOOD);
        assertThat(seen.mode()).contains(Backend.Mode.DRAINING);
    }

    @Test
    void B17_the_answer_of_another_backend_at_that_place_is_bad() throws TimeoutException {
        answer(ping -> report("london", BACKEND.incarnation(), ping.nonce(), BackendState.READY));
        Observation seen = ping();
        assertThat(seen.kind()).isEqualTo(Kind.BAD);
        assertThat(seen.why()).isEqualTo("ping answered by london, incarnation " + BACKEND.incarnation());
    }

    @Test
    void B17_the_answer_of_another_start_of_the_backend_is_bad() throws TimeoutException {
        answer(ping -> report(BACKEND.id(), BACKEND.incarnation() + 1, ping.nonce(), BackendState.READY));
        assertThat(ping().kind()).isEqualTo(Kind.BAD);
    }

    @Test
    void K17_the_answer_to_another_question_is_bad() throws TimeoutException {
        answer(ping -> report(BACKEND.id(), BACKEND.incarnation(), ping.nonce() + 1, BackendState.READY));
        Observation seen = ping();
        assertThat(seen.kind()).isEqualTo(Kind.BAD);
        assertThat(seen.why()).isEqualTo("ping answered with another nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ready\"", "[]", "{}", "{\"id\":7}", "{\"id\":\"b00001\",\"incarnation\":\"x\"}", "null"})
    void K18_an_answer_that_is_no_report_is_bad(String json) throws TimeoutException {
        Object body = new JsonArray("[" + json + "]").getValue(0);
        answer(ping -> body);
        assertThat(ping().kind()).isEqualTo(Kind.BAD);
    }

    @Test
    void a_backend_whose_responder_throws_is_bad() throws TimeoutException {
        vertx.eventBus()
                .consumer(address())
                .handler(message -> message.fail(1, "out of order"))
                .completion()
                .await(10, SECONDS);
        Observation seen = ping();
        assertThat(seen.kind()).isEqualTo(Kind.BAD);
        assertThat(seen.why()).isEqualTo("ping failed: out of order");
    }

    @Test
    void nobody_who_takes_the_ping_is_silence() throws TimeoutException {
        Observation seen = ping();
        assertThat(seen.kind()).isEqualTo(Kind.SILENT);
        assertThat(seen.why()).isEqualTo("nobody takes its pings");
    }

    @Test
    void no_answer_within_the_timeout_is_silence() throws TimeoutException {
        vertx.eventBus().consumer(address()).handler(message -> {}).completion().await(10, SECONDS);
        Observation seen = ping();
        assertThat(seen.kind()).isEqualTo(Kind.SILENT);
        assertThat(seen.why()).isEqualTo("ping not answered");
    }

    private Observation ping() throws TimeoutException {
        return probe.probe(BACKEND).await(10, SECONDS);
    }

    private void answer(Function<Ping, Object> answer) throws TimeoutException {
        vertx.eventBus()
                .<JsonObject>consumer(address())
                .handler(message -> message.reply(answer.apply(asked(message.body()))))
                .completion()
                .await(10, SECONDS);
    }

    private static Ping asked(JsonObject body) {
        try {
            return Ping.fromJson(body);
        } catch (InvalidMessage e) {
            throw new AssertionError(e);
        }
    }

    private static String address() {
        return Addresses.ping(BACKEND.id(), BACKEND.incarnation());
    }

    private static JsonObject report(String id, long incarnation, long nonce, BackendState state) {
        return new LoadReport(id, incarnation, nonce, state, 0, 0, 0, 0).toJson();
    }
}
