package io.equipoise.client.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.cluster.registry.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of one run meet, of which this test is one. */
class RendezvousTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ADDRESS = Addresses.clientRun("run");

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private volatile @Nullable String asksAgain;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void who_has_the_lowest_id_says_who_takes_part_and_in_which_order() {
        Future<Place> place = meet("a");
        say("b", "load");
        await().atMost(LONG).until(place::succeeded);
        assertThat(place.result().members()).isEqualTo(List.of("a", "b"));
        assertThat(place.result().merges()).isTrue();
        assertThat(place.result().parts()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "another load"})
    void who_was_not_there_to_hear_the_decision_asks_and_hears_it(String load) throws Exception {
        asksAgain = load;
        Future<Place> place = meet("a");
        say("b", load);
        JsonObject first = awaitDecision();
        JsonObject again = awaitDecision();
        assertThat(again.getLong("startsInMillis")).isBetween(0L, first.getLong("startsInMillis"));
        assertThat(again.copy().put("startsInMillis", 0)).isEqualTo(first.copy().put("startsInMillis", 0));
        await().atMost(LONG).until(place::isComplete);
        assertThat(place.succeeded()).isEqualTo(load.equals("load"));
    }

    @Test
    void different_loads_are_refused_in_words_that_help() {
        Future<Place> place = meet("a");
        say("b", "another load");
        await().atMost(LONG).until(place::isComplete);
        assertThat(place.cause())
                .hasMessage(
                        "run \"run\": the clients have different loads; allowed is the same configuration for each");
    }

    private Future<Place> meet(String id) {
        Rendezvous rendezvous =
                new Rendezvous(vertx, new Rendezvous.Terms("run", id, 2, 2, "load", LONG), System::nanoTime);
        Future<Place> place = Future.future(met -> vertx.runOnContext(nothing -> {
            rendezvous.meet().onComplete(met);
            vertx.eventBus().<JsonObject>consumer(ADDRESS, message -> onMessage(message.body()));
        }));
        await().atMost(LONG).until(() -> heard.stream().anyMatch(message -> id.equals(message.getString("hello"))));
        return place;
    }

    /** On the loop of the rendezvous, whose time to start cannot come between a decision and the next question. */
    private void onMessage(JsonObject message) {
        heard.add(message);
        String load = asksAgain;
        if (load != null && message.containsKey("members")) {
            asksAgain = null;
            say("b", load);
        }
    }

    private void say(String id, String load) {
        vertx.eventBus()
                .publish(
                        ADDRESS,
                        new JsonObject().put("hello", id).put("loops", 1).put("load", load));
    }

    private JsonObject awaitDecision() throws InterruptedException {
        while (true) {
            JsonObject message = heard.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).as("a decision").isNotNull();
            if (message.containsKey("members")) {
                return message;
            }
        }
    }
}
