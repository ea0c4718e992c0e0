package io.equipoise.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Made-up figures of a cluster that move a little each time they are asked for. */
final class StandInFigures {
    /** What a backend can announce as a tag to find out who trusts it. */
    static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private static final int FLOWS = 200;

    private final int backends;
    private final AtomicInteger asked = new AtomicInteger();
    private final ConcurrentMap<String, JsonObject> changed = new ConcurrentHashMap<>();
    private volatile int departed;

    StandInFigures(int backends) {
        this.backends = backends;
    }

    /** From now on that backend has those values instead. */
    void change(String backend, JsonObject values) {
        changed.put(backend, values);
    }

    /** From now on so many sessions are open on backends that left. */
    void depart(int sessions) {
        departed = sessions;
    }

    JsonObject stats() {
        int turn = asked.incrementAndGet();
        JsonArray all = new JsonArray();
        JsonArray flows = new JsonArray().add(flow().put("listener", "web"));
        for (int i = 0; i < backends; i++) {
            all.add(backend(i, turn));
            if (i < FLOWS) {
                flows.add(flow().put("backend", id(i)));
            }
        }
        JsonObject total = counts(backends);
        return new JsonObject()
                .put("at", Instant.now().toString())
                .put("balancer", "one")
                .put("window", "recent")
                .put("total", latencies(total))
                .put(
                        "balancers",
                        new JsonArray()
                                .add(counts(backends)
                                        .put("id", "one")
                                        .put("ageMillis", 10)
                                        .put("stale", false)))
                .put(
                        "listeners",
                        new JsonArray().add(counts(backends).put("name", "web").put("service", "default")))
                .put("services", new JsonArray().add(service()))
                .put("backends", all)
                .put("flows", flows);
    }

    /** 40 seconds, as of a balancer that has just started. */
    JsonObject history() {
        JsonArray points = new JsonArray();
        Instant now = Instant.now();
        IntStream.rangeClosed(0, 8)
                .forEach(i -> points.add(new JsonObject()
                        .put("at", now.minusSeconds(40 - 5 * i).toString())
                        .put("rate", 1_000 + 100 * i)
                        .put("open", 2 * backends)
                        .put("failureRate", 0)
                        .put("firstByteP50", 1.1)
                        .put("firstByteP99", 3.3)));
        return new JsonObject().put("stepMillis", 5_000).put("points", points);
    }

    JsonObject event(String kind, String backend) {
        return new JsonObject()
                .put("number", 1_000 + asked.incrementAndGet())
                .put("at", Instant.now().toString())
                .put("kind", kind)
                .put("subject", backend)
                .put("message", "backend is " + kind)
                .put("details", new JsonObject().put("backend", backend).put("why", "said by the event"));
    }

    JsonArray events() {
        JsonArray events = new JsonArray();
        IntStream.rangeClosed(1, 40)
                .forEach(i -> events.add(new JsonObject()
                        .put("number", i)
                        .put("at", Instant.EPOCH.toString())
                        .put("kind", i % 2 == 0 ? "up" : "joined")
                        .put("subject", id(i))
                        .put("message", "backend is up")
                        .put("details", new JsonObject().put("why", HOSTILE))));
        return events;
    }

    JsonObject decision() {
        JsonArray candidates = new JsonArray();
        IntStream.range(0, 4)
                .forEach(i -> candidates.add(new JsonObject()
                        .put("backend", id(i))
                        .put("weight", 100)
                        .put("open", i)
                        .put("load", i + 1)
                        .put("looked", i < 3)
                        .put("chosen", i == 0)));
        return new JsonObject()
                .put("number", 1)
                .put("at", Instant.EPOCH.toString())
                .put("session", "s-1")
                .put("listener", "web")
                .put("service", "default")
                .put("client", "127.0.0.1:40000")
                .put("policy", "least-connections")
                .put("attempt", 1)
                .put("panic", false)
                .put("backends", backends)
                .put("eligible", backends)
                .put("candidates", candidates)
                .put("chosen", id(0))
                .put("why", "the fewest open sessions for its weight");
    }

    JsonObject session() {
        return new JsonObject()
                .put("id", "s-1")
                .put("balancer", "one")
                .put("listener", "web")
                .put("service", "default")
                .put("client", "127.0.0.1:40000")
                .put("backend", id(0))
                .put("state", "relaying")
                .put("startedAt", Instant.EPOCH.toString())
                .put("totalMillis", 1_500)
                .put("connectMillis", 0.2)
                .put("firstByteMillis", 1.5)
                .put("attempts", 1)
                .put("bytesFromClient", 100)
                .put("bytesFromBackend", 2_000)
                .put("decision", decision());
    }

    /** One backend as its own address answers it. */
    JsonObject backend(String path) {
        return backend(0, 1)
                .put("id", path.substring(path.lastIndexOf('/') + 1))
                .put("incarnation", 1)
                .put("announcedState", "ready")
                .put("announcedWeight", 100)
                .put("maxConnections", 0)
                .put("consecutiveFailures", 0);
    }

    private JsonObject backend(int i, int turn) {
        JsonObject backend = latencies(counts(1 + (i + turn) % 7))
                .put("id", id(i))
                .put("service", "default")
                .put("host", "127.0.0.1")
                .put("port", 10_000 + i)
                .put("origin", "announced")
                .put("zone", "a")
                .put("tags", new JsonObject().put("note", HOSTILE))
                .put("state", i % 50 == 7 ? "draining" : "ready")
                .put("health", i % 50 == 3 ? "down" : "up")
                .put("why", "connected in 0.2 ms")
                .put("eligible", i % 50 != 3 && i % 50 != 7)
                .put("weight", 100)
                .put("share", 1.0 / backends)
                .put("fairShare", 1.0 / backends);
        return backend.mergeIn(changed.getOrDefault(id(i), new JsonObject()));
    }

    private JsonObject service() {
        return latencies(counts(backends))
                .put("name", "default")
                .put("policy", "least-connections")
                .put("backends", backends)
                .put("eligible", backends)
                .put("panic", false)
                .put("waiting", 0)
                .put("departed", departed);
    }

    private static JsonObject flow() {
        return new JsonObject().put("balancer", "one").put("rate", 1.5).put("open", 2);
    }

    private static JsonObject counts(int scale) {
        return new JsonObject()
                .put("opened", 100 * scale)
                .put("open", 2 * scale)
                .put("rate", 1.5 * scale)
                .put("failures", 0)
                .put("failureRate", 0)
                .put("bytesFromClients", 1_000 * scale)
                .put("bytesFromBackends", 50_000 * scale);
    }

    private static JsonObject latencies(JsonObject counts) {
        JsonObject quantiles = new JsonObject()
                .put("count", 100)
                .put("p50", 1.1)
                .put("p90", 2.2)
                .put("p99", 3.3)
                .put("p999", 4.4)
                .put("max", 5.5);
        return counts.put("connect", quantiles).put("firstByte", quantiles);
    }

    private static String id(int i) {
        return "backend-" + i;
    }
}
