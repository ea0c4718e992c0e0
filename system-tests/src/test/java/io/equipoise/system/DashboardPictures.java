package io.equipoise.system;

import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.ConnectionLoad;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cluster as somebody could have it, and pictures of it for the README. */
final class DashboardPictures {
    /** Whether pictures are kept, or only taken. */
    static final boolean KEPT = Boolean.getBoolean("screenshots");

    private static final List<String> SHOP = List.of("shop-1", "shop-2", "shop-3", "shop-4", "shop-5");
    private static final List<String> MAIL = List.of("mail-1", "mail-2");

    private DashboardPictures() {}

    /** One balancer with two listeners, two services and seven backends, which all serve then. */
    static WatchedCluster cluster() {
        JsonArray listeners = new JsonArray().add(listener("https", "shop")).add(listener("smtp", "mail"));
        WatchedCluster cluster = new WatchedCluster(new JsonObject()
                .put("listeners", listeners)
                .put("services", new JsonObject().put("mail", new JsonObject().put("policy", "round-robin")))
                .put("admin", new JsonObject().put("publicReads", true)));
        SHOP.forEach(id -> cluster.add(backend(id, "shop", 100)));
        MAIL.forEach(id -> cluster.add(backend(id, "mail", id.equals("mail-1") ? 100 : 50)));
        return cluster;
    }

    private static JsonObject listener(String name, String service) {
        return new JsonObject()
                .put("name", name)
                .put("host", "127.0.0.1")
                .put("port", 0)
                .put("service", service);
    }

    private static JsonObject backend(String id, String service, int weight) {
        return new JsonObject()
                .put("id", id)
                .put("service", service)
                .put("weight", weight)
                .put("zone", id.endsWith("1") || id.endsWith("3") ? "east" : "west");
    }

    /** Where its second listener takes clients. */
    static InetSocketAddress mail(WatchedCluster cluster) {
        String port = cluster.balancer()
                .process()
                .awaitLine("listener is open.*?smtp.*?port=\"?(\\d+)")
                .group(1);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    /** Traffic of both services, with more for a while; as long a history as pictures need, or a short one. */
    static List<ConnectionLoad> traffic(WatchedCluster cluster) {
        List<ConnectionLoad> loads =
                new ArrayList<>(List.of(Loads.start(cluster.balancer(), 60), Loads.start(mail(cluster), 20)));
        awaitPoints(cluster, 2);
        ConnectionLoad more = Loads.start(cluster.balancer(), 35);
        awaitPoints(cluster, 4);
        more.close();
        loads.add(Loads.start(mail(cluster), 25));
        awaitPoints(cluster, 6);
        return loads;
    }

    private static void awaitPoints(WatchedCluster cluster, int few) {
        int points = KEPT ? 3 * few : few / 2;
        await().atMost(Duration.ofMinutes(3))
                .until(() ->
                        cluster.read("stats/history").getJsonArray("points").size() >= points);
    }

    /** The page in light and in dark colours. */
    static void take(DashboardPage dashboard, String name, Path elsewhere) throws IOException {
        Path folder = folder(elsewhere);
        for (String colours : List.of("light", "dark")) {
            dashboard.at("#theme [data-choice=" + colours + "]").click();
            dashboard.page().mouse().move(0, 0);
            dashboard.page().evaluate("() => document.activeElement.blur()");
            dashboard.picture(folder.resolve(name + "-" + colours + ".png"));
        }
    }

    /** Where they are kept, or that other folder. */
    static Path folder(Path elsewhere) throws IOException {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        return KEPT ? Files.createDirectories(module.resolveSibling("docs").resolve("images")) : elsewhere;
    }
}
