package io.equipoise.client.members;

import io.equipoise.client.report.GeneratorUse;
import io.equipoise.cluster.registry.Addresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings what one client has counted to the one that merges, each second. A message that is not acknowledged is sent
 * again; its number lets the other side count it once. Owned by the event loop that made it.
 */
public final class Delivery implements Crew {
    private static final long EVERY_MILLIS = 1_000;
    private static final long ANSWER_MILLIS = 3_000;
    private static final long PATIENCE_NANOS = 15_000_000_000L;

    private final Vertx vertx;
    private final Context loop;
    private final Place place;
    private final String address;
    private final Supplier<JsonArray> pieces;
    private final LongSupplier nanoTime;
    private final Promise<Outcome> promise = Promise.promise();
    private final long timer;
    private long number;
    private long lastAnswer;
    private boolean isUnderWay;
    private @Nullable JsonObject unanswered;
    private @Nullable GeneratorUse finalUse;

    /**
     * Begins at once.
     *
     * @param pieces takes what was counted since it was last asked, as {@link Pieces} has it
     */
    public Delivery(Vertx vertx, String run, Place place, Supplier<JsonArray> pieces, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.place = place;
        this.address = Addresses.clientMerge(run, place.merger());
        this.pieces = pieces;
        this.nanoTime = nanoTime;
        this.lastAnswer = nanoTime.getAsLong();
        this.timer = vertx.setPeriodic(EVERY_MILLIS, id -> deliver());
    }

    @Override
    public Future<Outcome> conclude(GeneratorUse use, boolean wasStopped) {
        loop.runOnContext(nothing -> {
            finalUse = use;
            deliver();
        });
        return promise.future();
    }

    private void deliver() {
        if (isUnderWay) {
            return;
        }
        JsonObject message = unanswered == null ? next() : unanswered;
        unanswered = message;
        isUnderWay = true;
        vertx.eventBus()
                .request(address, message, new DeliveryOptions().setSendTimeout(ANSWER_MILLIS))
                .onComplete(answer -> {
                    isUnderWay = false;
                    if (answer.succeeded()) {
                        onAnswer(message);
                    } else if (nanoTime.getAsLong() - lastAnswer > PATIENCE_NANOS) {
                        end("the client that merges, " + place.merger()
                                + ", does not answer: this is the part of this client alone");
                    }
                });
    }

    private void onAnswer(JsonObject answered) {
        lastAnswer = nanoTime.getAsLong();
        unanswered = null;
        if (answered.containsKey("use")) {
            end("merged into the report of client " + place.merger());
        } else if (finalUse != null) {
            deliver();
        }
    }

    private JsonObject next() {
        JsonObject message =
                new JsonObject().put("from", place.id()).put("number", number++).put("pieces", pieces.get());
        return finalUse == null ? message : message.put("use", Pieces.encode(finalUse));
    }

    private void end(String note) {
        if (finalUse != null && !promise.future().isComplete()) {
            vertx.cancelTimer(timer);
            promise.complete(new Outcome(false, List.of(finalUse), List.of(), note));
        }
    }
}
