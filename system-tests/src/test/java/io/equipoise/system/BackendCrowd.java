package io.equipoise.system;

import io.equipoise.backend.BackendVerticle;
import io.equipoise.cluster.lite.LiteMember;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of several lite members on loopback, each with a backend: what a node full of pods is to the cluster. */
final class BackendCrowd {
    private static final int LEAVE_SECONDS = 60;

    /** Members that start at the same time: with many more of them two cores come too late with heartbeats. */
    private static final int AT_ONCE = 4;

    private BackendCrowd() {}

    /**
     * Runs until it is told to end, and leaves in order then.
     *
     * @param args how many members, the prefix of their ids, the cluster's name and its first port
     */
    public static void main(String[] args) {
        Map.of(
                        "equipoise.cluster.host", "127.0.0.1",
                        "equipoise.cluster.members", "127.0.0.1",
                        "equipoise.cluster.name", args[2],
                        "equipoise.cluster.port", args[3],
                        "equipoise.cluster.lite", "true",
                        "hazelcast.logging.type", "slf4j",
                        "hazelcast.config.schema.validation.enabled", "false")
                .forEach(System::setProperty);
        List<Future<Vertx>> members = new ArrayList<>();
        for (int number = 0; number < Integer.parseInt(args[0]); number++) {
            String id = args[1] + number;
            Future<?> before = number < AT_ONCE ? Future.succeededFuture() : members.get(number - AT_ONCE);
            members.add(before.transform(started -> start(id)));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(members), "leave"));
    }

    private static Future<Vertx> start(String id) {
        EventBusOptions bus = new EventBusOptions()
                .setHost("127.0.0.1")
                .setClusterPingInterval(1_000)
                .setClusterPingReplyInterval(1_000);
        VertxOptions options = new VertxOptions()
                .setEventBusOptions(bus)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4);
        JsonObject config =
                new JsonObject().put("id", id).put("host", "127.0.0.1").put("port", 0);
        return Vertx.builder()
                .with(options)
                .withClusterManager(LiteMember.ofHazelcast())
                .buildClustered()
                .compose(vertx -> vertx.deployVerticle(new BackendVerticle(), new DeploymentOptions().setConfig(config))
                        .map(vertx))
                .onFailure(cause -> System.out.println(id + " cannot start: " + cause));
    }

    private static void leave(List<Future<Vertx>> members) {
        Future.join(members.stream().map(member -> member.compose(Vertx::close)).toList())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LEAVE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
