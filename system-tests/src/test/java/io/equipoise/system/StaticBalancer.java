package io.equipoise.system;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A balancer process without a cluster, for one backend that its configuration names. */
final class StaticBalancer implements AutoCloseable {
    private final RunningProcess process;
    private final Balancer balancer;

    private StaticBalancer(RunningProcess process) {
        this.process = process;
        this.balancer = TestCluster.listening(process);
    }

    /** Carries to that port of loopback, with more configuration for the service. */
    static StaticBalancer to(int port, JsonObject service) {
        return start(command(port, service));
    }

    /** The same, started behind another command. */
    static StaticBalancer behind(List<String> prefix, int port) {
        return start(command(port, new JsonObject()).behind(prefix.toArray(String[]::new)));
    }

    /** The same, with more arguments. */
    static StaticBalancer behind(List<String> prefix, int port, List<String> more) {
        return start(command(port, new JsonObject())
                .behind(prefix.toArray(String[]::new))
                .with(more.toArray(String[]::new)));
    }

    private static StaticBalancer start(Command command) {
        return new StaticBalancer(command.start());
    }

    private static Command command(int port, JsonObject service) {
        JsonObject named = new JsonObject()
                .put("backends", new JsonArray().add("127.0.0.1:" + port))
                .mergeIn(service);
        JsonObject config = TestCluster.listenerConfig().put("services", new JsonObject().put("default", named));
        return Command.fatJar("balancer-verticle", "-Xmx256m")
                .withName("static balancer")
                .with("-conf", config.encode());
    }

    RunningProcess process() {
        return process;
    }

    int port() {
        return balancer.address().getPort();
    }

    /** Waits until the probe has found the backend good. */
    void awaitServing() {
        process.awaitLine("backend is up");
    }

    void assertCleanLog() {
        balancer.assertCleanLog();
    }

    @Override
    public void close() {
        process.close();
    }
}
