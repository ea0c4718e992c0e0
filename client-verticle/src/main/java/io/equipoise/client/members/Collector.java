package io.equipoise.client.members;

import io.equipoise.client.report.GeneratorUse;
import io.equipoise.cluster.registry.Addresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges what all clients of a run have counted. One that says nothing for ten seconds is lost: what it has counted until
 * then stays, and nobody waits for it. Owned by the event loop that made it.
 */
public final class Collector implements Crew {
    private static final Logger log = LoggerFactory.getLogger(Collector.class);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 250;

    private final Context loop;
    private final Vertx vertx;
    private final Pieces.Sink sink;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final Map<String, Other> others = new LinkedHashMap<>();
    private final Promise<Outcome> promise = Promise.promise();
    private final long timer;
    private @Nullable GeneratorUse ownUse;

    private static final class Other {
        private final int member;
        private long nextNumber;
        private long lastHeard;
        private Optional<GeneratorUse> use = Optional.empty();
        private Optional<String> lost = Optional.empty();

        Other(int member, long now) {
            this.member = member;
            this.lastHeard = now;
        }
    }

    /** Begins at once, for that run. */
    public Collector(Vertx vertx, String run, Place place, Pieces.Sink sink, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        List<String> members = place.members();
        for (int i = 1; i < members.size(); i++) {
            others.put(members.get(i), new Other(i, startedAt));
        }
        vertx.eventBus().<JsonObject>consumer(Addresses.clientMerge(run, place.id()), this::onMessage);
        timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    }

    @Override
    public Future<Outcome> conclude(GeneratorUse use, boolean wasStopped) {
        loop.runOnContext(nothing -> {
            ownUse = use;
            if (wasStopped) {
                others.forEach(Collector::leave);
            }
            look();
        });
        return promise.future();
    }

    private void onMessage(Message<JsonObject> message) {
        JsonObject body = message.body();
        Other other = others.get(body.getString("from"));
        if (other == null || other.lost.isPresent()) {
            message.fail(1, "this client takes no part in the run");
            return;
        }
        other.lastHeard = nanoTime.getAsLong();
        if (body.getLong("number") == other.nextNumber) {
            other.nextNumber++;
            Pieces.decode(other.member, body.getJsonArray("pieces"), sink);
            other.use = Optional.ofNullable(body.getJsonObject("use")).map(Pieces::decodeUse);
        }
        message.reply(true);
        look();
    }

    private void look() {
        long now = nanoTime.getAsLong();
        others.forEach((id, other) -> {
            if (other.use.isEmpty() && other.lost.isEmpty() && now - other.lastHeard > SILENCE.toNanos()) {
                onLost(id, other);
            }
        });
        if (ownUse == null || promise.future().isComplete()) {
            return;
        }
        if (others.values().stream().allMatch(other -> other.use.isPresent() || other.lost.isPresent())) {
            vertx.cancelTimer(timer);
            promise.complete(outcome(ownUse));
        }
    }

    private static void leave(String id, Other other) {
        if (other.use.isEmpty() && other.lost.isEmpty()) {
            other.lost = Optional.of("client " + id + " still ran when the one that merges was told to end;"
                    + " what it counted until then is in the figures");
        }
    }

    private void onLost(String id, Other other) {
        long seconds = Duration.ofNanos(other.lastHeard - startedAt).toSeconds();
        other.lost = Optional.of("client " + id + " was last heard of " + seconds
                + " s after the start; what it counted until then is in the figures");
        log.atWarn().addKeyValue("client", id).addKeyValue("seconds", seconds).log("a client of the run is lost");
    }

    private Outcome outcome(GeneratorUse own) {
        List<GeneratorUse> uses = new ArrayList<>(List.of(own));
        others.values().forEach(other -> other.use.ifPresent(uses::add));
        List<String> lost = new ArrayList<>();
        others.values().forEach(other -> other.lost.ifPresent(lost::add));
        return new Outcome(true, uses, lost, "");
    }
}
