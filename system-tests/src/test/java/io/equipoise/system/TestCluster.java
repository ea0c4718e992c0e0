package io.equipoise.system;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Members of one cluster, each a process, on loopback unless a test places them elsewhere. The cluster has a name of its
 * own, so that runs never meet. Closing kills all.
 */
final class TestCluster implements AutoCloseable {
    /** Below the ports that the kernel gives away by itself. */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS_EACH = 20;

    private final String name;
    private final int port;
    private final Deque<RunningProcess> started = new ArrayDeque<>();

    TestCluster() {
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        name = "test-" + HexFormat.of().formatHex(bytes);
        port = FIRST_PORT + PORTS_EACH * random.nextInt(1_000);
    }

    /** Starts an echo backend of that id on a free port and waits until it has announced itself. */
    Backend backend(String id) {
        return await(startBackend(new JsonObject().put("id", id), UnaryOperator.identity()));
    }

    /** Starts a backend with more configuration, somewhere else or with other limits. */
    RunningProcess startBackend(JsonObject config, UnaryOperator<Command> where) {
        JsonObject all =
                new JsonObject().put("host", "127.0.0.1").put("port", 0).mergeIn(config);
        Command command = Command.fatJar(
                        "backend-verticle",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dequipoise.cluster.name=" + name,
                        "-Dequipoise.cluster.port=" + port)
                .withName("backend " + config.getString("id"))
                .with("-cluster", "-conf", all.encode());
        return start(where.apply(command));
    }

    /** Waits until a backend process has announced itself. */
    Backend await(RunningProcess process) {
        LogLine line = process.awaitLine(
                "backend is registered.*?backend=\"?([A-Za-z0-9._:-]+)\"?.*?address=\"?[0-9.]+:(\\d+)");
        return new Backend(process, line.group(1), Integer.parseInt(line.group(2)), line);
    }

    /** Starts a balancer with one listener on a free port for the service {@code default}. */
    Balancer balancer(String balancerName) {
        return balancer(balancerName, new JsonObject(), UnaryOperator.identity());
    }

    /** Starts a balancer with more configuration, somewhere else or with other limits. */
    Balancer balancer(String balancerName, JsonObject config, UnaryOperator<Command> where) {
        return listening(startBalancer(balancerName, config, where));
    }

    /** The same without waiting until it listens. */
    RunningProcess startBalancer(String balancerName, JsonObject config, UnaryOperator<Command> where) {
        Command command = Command.fatJar(
                        "balancer-verticle",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dequipoise.cluster.name=" + name,
                        "-Dequipoise.cluster.port=" + port)
                .withName("balancer " + balancerName)
                .with("-cluster", "-conf", listenerConfig().mergeIn(config).encode());
        return start(where.apply(command));
    }

    /** One listener on a free port for the service {@code default}. */
    static JsonObject listenerConfig() {
        JsonObject listener = new JsonObject()
                .put("name", "web")
                .put("host", "127.0.0.1")
                .put("port", 0)
                .put("service", "default");
        return new JsonObject().put("listeners", new JsonArray().add(listener));
    }

    /** Starts a process of several lite members with a backend each, whose ids are numbers behind that prefix. */
    RunningProcess startCrowd(int members, String prefix) {
        List<String> words = new ArrayList<>(Command.fatJar(
                        "backend-verticle",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // Each of its members has a connection to each other one of the cluster.
                        "-Dhazelcast.io.thread.count=1",
                        "-Dhazelcast.socket.receive.buffer.size=32",
                        "-Dhazelcast.socket.send.buffer.size=32")
                .words());
        String classes = BackendCrowd.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        int jar = words.indexOf("-jar");
        words.set(jar, "-cp");
        words.set(jar + 1, words.get(jar + 1) + ":" + classes); // the archive holds for what begins with the jar
        words.addAll(
                List.of(BackendCrowd.class.getName(), String.valueOf(members), prefix, name, String.valueOf(port)));
        Command command = Command.of(words.toArray(String[]::new)).withName("crowd " + prefix);
        return start(command);
    }

    /** Starts a client, which looks for balancers in the cluster unless the configuration names a target. */
    RunningProcess startClient(JsonObject config, UnaryOperator<Command> where) {
        Command command = Command.fatJar(
                        "client-verticle",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dequipoise.cluster.name=" + name,
                        "-Dequipoise.cluster.port=" + port)
                .with("-cluster", "-conf", config.encode());
        return start(where.apply(command));
    }

    /** Waits until a balancer process says where it listens. */
    static Balancer listening(RunningProcess process) {
        LogLine line = process.awaitLine("listener is open.*?host=\"?([0-9.]+)\"?.*?port=\"?(\\d+)");
        return new Balancer(process, new InetSocketAddress(line.group(1), Integer.parseInt(line.group(2))), line);
    }

    private RunningProcess start(Command command) {
        RunningProcess process = command.start();
        started.push(process);
        return process;
    }

    @Override
    public void close() {
        started.forEach(RunningProcess::close);
    }
}
