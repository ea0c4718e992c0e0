package io.equipoise.system;

import io.equipoise.system.Namespaces.Namespace;
import io.equipoise.testkit.Command;
import io.equipoise.testkit.Manifest;
import io.equipoise.testkit.NameServer;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * Members of one cluster as they are on Kubernetes: each process in a network of its own, with the ConfigMap's
 * {@code cluster.xml} and the ports of the manifests; backends and clients hold no data; a name server knows who there
 * is. Closing kills all. Needs root.
 */
final class Pods implements AutoCloseable {
    /** Where clients connect to. */
    static final int LISTENER_PORT = 8_080;

    /** Where balancers connect to. */
    static final int DATA_PORT = 9_000;

    private static final String NAME = "members.equipoise.svc.cluster.local";
    private static final int DNS_PORT = 53;

    /** Announcements are signed with it; the cluster has a name of its own. */
    private static final String SECRET = "the-secret-of-this-test";

    private final Namespaces namespaces = new Namespaces(new SecureRandom());
    private final TestCluster cluster = new TestCluster();
    private final NameServer names = NameServer.on(namespaces.testAddress(), DNS_PORT);
    private final Path clusterXml;

    /** With a file in that folder; the members' name does not exist yet. */
    Pods(Path folder) {
        try {
            clusterXml = Files.writeString(
                    folder.resolve("cluster.xml"),
                    Manifest.of("20-cluster.yaml").block("cluster.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A network for one member, which asks the name server. */
    Namespace host(String label) {
        Namespace host = namespaces.member(label);
        namespaces.nameServer(host, namespaces.testAddress());
        return host;
    }

    /** From now on the members' name leads to those, and to nobody else. */
    void publish(List<Namespace> hosts) {
        names.set(NAME, hosts.stream().map(Namespace::address).toList());
    }

    /** Starts an echo backend there. */
    RunningProcess startBackend(String id, Namespace host) {
        JsonObject config = new JsonObject()
                .put("id", id)
                .put("host", host.address())
                .put("port", DATA_PORT)
                .put("cluster", new JsonObject().put("secret", SECRET));
        return cluster.startBackend(config, command -> inside(lite(command), host));
    }

    /** Starts a balancer there. */
    RunningProcess startBalancer(String name, Namespace host) {
        JsonObject listener = new JsonObject()
                .put("name", "web")
                .put("host", host.address())
                .put("port", LISTENER_PORT)
                .put("service", "default");
        JsonObject config = new JsonObject()
                .put("listeners", new JsonArray().add(listener))
                .put("drain", new JsonObject().put("lameDuck", "5s").put("deadline", "30s"))
                .put("cluster", new JsonObject().put("secret", SECRET));
        return cluster.startBalancer(name, config, command -> inside(command, host));
    }

    /** Starts a client there, which finds the balancers by itself. */
    RunningProcess startClient(JsonObject config, Namespace host) {
        return cluster.startClient(
                config.copy().put("cluster", new JsonObject().put("secret", SECRET)),
                command -> inside(lite(command), host));
    }

    /** Where clients reach a balancer there. */
    static InetSocketAddress listener(Namespace host) {
        return new InetSocketAddress(host.address(), LISTENER_PORT);
    }

    private static Command lite(Command command) {
        return command.with("-Dequipoise.cluster.lite=true");
    }

    private Command inside(Command command, Namespace host) {
        return host.inside(command.with(
                "-Dvertx.hazelcast.config=" + clusterXml, "-cluster-host", host.address(), "-cluster-port", "15701"));
    }

    @Override
    public void close() {
        cluster.close();
        names.close();
        namespaces.close();
    }
}
