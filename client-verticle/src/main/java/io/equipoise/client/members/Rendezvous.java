package io.equipoise.client.members;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the clients of one run meet. Each says several times a second that it is there; as soon as there are enough, the
 * one with the lowest id says who takes part and when they start: so long after they have heard it, so that they start as
 * close to each other as a message is fast. It says so again to who still asks, whom the cluster did not know yet the
 * first time. Owned by one event loop.
 */
public final class Rendezvous {
    private static final Logger log = LoggerFactory.getLogger(Rendezvous.class);
    private static final long HELLO_MILLIS = 250;
    private static final long START_MILLIS = 1_000;

    private final Vertx vertx;
    private final Terms terms;
    private final LongSupplier nanoTime;
    private final String address;
    private final TreeMap<String, Seen> seen = new TreeMap<>();
    private final Promise<Place> promise = Promise.promise();
    private boolean isDecided;
    private @Nullable JsonObject decision;
    private long decidedAt;

    /**
     * What one client brings.
     *
     * @param run the name under which they meet
     * @param id its own, different from all others
     * @param members how many there must be, itself included
     * @param loops its event loops
     * @param load what it will run, in words; all must run the same
     * @param patience how long to wait for the others
     */
    public record Terms(String run, String id, int members, int loops, String load, Duration patience) {}

    private record Seen(int loops, String load, long at) {}

    /** Meets others on those terms. */
    public Rendezvous(Vertx vertx, Terms terms, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.terms = terms;
        this.nanoTime = nanoTime;
        this.address = Addresses.clientRun(terms.run());
    }

    /** This client's place, at the moment at which all start; fails when the others do not come or run another load. */
    public Future<Place> meet() {
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(address);
        consumer.handler(message -> onMessage(message.body()));
        long hellos = vertx.setPeriodic(1, HELLO_MILLIS, timer -> sayHello());
        long limit = vertx.setTimer(terms.patience().toMillis(), timer -> giveUp());
        log.atInfo()
                .addKeyValue("run", terms.run())
                .addKeyValue("members", terms.members())
                .addKeyValue("patience", terms.patience())
                .log("waiting for the other clients of the run");
        return promise.future().onComplete(done -> {
            vertx.cancelTimer(hellos);
            vertx.cancelTimer(limit);
            consumer.unregister();
        });
    }

    private void sayHello() {
        if (!isDecided) {
            vertx.eventBus()
                    .publish(
                            address,
                            new JsonObject()
                                    .put("hello", terms.id())
                                    .put("loops", terms.loops())
                                    .put("load", terms.load()));
        }
    }

    private void onMessage(JsonObject message) {
        if (isDecided) {
            if (message.containsKey("hello")) {
                decideAgain();
            }
        } else if (message.containsKey("hello")) {
            seen.put(
                    message.getString("hello"),
                    new Seen(message.getInteger("loops"), message.getString("load"), nanoTime.getAsLong()));
            decideIfAllAreThere();
        } else {
            onDecision(message);
        }
    }

    /** Those that were heard of lately; one that died while it waited is none of them. */
    private void decideIfAllAreThere() {
        long now = nanoTime.getAsLong();
        seen.values().removeIf(each -> now - each.at > 8 * HELLO_MILLIS * 1_000_000);
        if (seen.size() < terms.members() || !seen.firstKey().equals(terms.id())) {
            return;
        }
        JsonArray members = new JsonArray();
        boolean isOneLoad = true;
        for (Map.Entry<String, Seen> each : seen.entrySet()) {
            if (members.size() < terms.members()) {
                members.add(new JsonObject().put("id", each.getKey()).put("loops", each.getValue().loops));
                isOneLoad &= each.getValue().load.equals(terms.load());
            }
        }
        JsonObject made = new JsonObject().put("members", members).put("startsInMillis", START_MILLIS);
        decision = isOneLoad ? made : made.put("refused", "the clients have different loads");
        decidedAt = now;
        vertx.eventBus().publish(address, decision);
    }

    private void decideAgain() {
        if (decision != null) {
            long left = START_MILLIS - (nanoTime.getAsLong() - decidedAt) / 1_000_000;
            vertx.eventBus().publish(address, decision.copy().put("startsInMillis", Math.max(0, left)));
        }
    }

    /** A refusal, too, takes a while to come into force: with the process goes what it has not sent yet. */
    private void onDecision(JsonObject decided) {
        isDecided = true;
        String refused = decided.getString("refused");
        if (refused != null) {
            StartFailure failure = failure(refused + "; allowed is the same configuration for each");
            vertx.setTimer(START_MILLIS, timer -> promise.tryFail(failure));
            return;
        }
        List<String> ids = new ArrayList<>();
        int firstPart = -1;
        int parts = 0;
        for (Object each : decided.getJsonArray("members")) {
            JsonObject member = (JsonObject) each;
            ids.add(member.getString("id"));
            firstPart = member.getString("id").equals(terms.id()) ? parts : firstPart;
            parts += member.getInteger("loops");
        }
        if (firstPart < 0) {
            promise.tryFail(failure("its " + ids.size() + " members have started without this one"));
            return;
        }
        Place place = new Place(terms.id(), ids, firstPart, parts);
        log.atInfo()
                .addKeyValue("run", terms.run())
                .addKeyValue("members", ids)
                .addKeyValue("merges", place.merges())
                .log("the run has its members");
        vertx.setTimer(Math.max(1, decided.getLong("startsInMillis")), timer -> promise.tryComplete(place));
    }

    private void giveUp() {
        if (!isDecided) {
            isDecided = true;
            promise.tryFail(failure(seen.size() + " of " + terms.members() + " members came within "
                    + terms.patience().toSeconds() + " s; start the others in the same cluster and with the same run"));
        }
    }

    private StartFailure failure(String what) {
        return new StartFailure("run \"" + terms.run() + "\": " + what);
    }
}
