package io.equipoise.cluster.launch;

import io.vertx.core.eventbus.EventBusOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Where this member's own traffic is, whom it looks for, and the name of its cluster. The values reach
 * {@code cluster.xml} as system properties; one that is set already stays.
 *
 * @param host address of this machine; empty when a Hazelcast configuration of the user's own says it
 * @param members where to look for others
 * @param name members of another name are strangers
 */
record ClusterSettings(Optional<String> host, List<String> members, String name) {
    private static final String MEMBERS_PROPERTY = "equipoise.cluster.members";
    private static final String NAME_PROPERTY = "equipoise.cluster.name";
    private static final String PORT_PROPERTY = "equipoise.cluster.port";
    private static final String LITE_PROPERTY = "equipoise.cluster.lite";
    private static final String FIRST_PORT = "5701";
    private static final String LOOPBACK = "127.0.0.1";
    private static final long PING_MILLIS = 1_000;

    ClusterSettings {
        members = List.copyOf(members);
    }

    /**
     * What arguments and system properties say.
     *
     * @param secret the cluster's; its name is derived from it, so that members without it do not join
     * @throws InvalidConfig when the host is no address of this machine, the user's own file cannot be read, or it is
     *     unclear whether this member holds data
     */
    static ClusterSettings of(Arguments arguments, Optional<String> secret, Properties properties) {
        boolean isOwnHazelcast = HazelcastFile.isNamed(properties);
        if (arguments.cluster()) {
            HazelcastFile.check(properties);
            isLite(properties);
        }
        Optional<String> said = arguments
                .clusterHost()
                .or(() -> Optional.ofNullable(properties.getProperty(ReachableHost.CLUSTER_HOST_PROPERTY)));
        Optional<String> host = said.map(ClusterSettings::addressOfThisMachine)
                .or(() -> isOwnHazelcast ? Optional.empty() : Optional.of(LOOPBACK));
        if (said.isEmpty() && !isOwnHazelcast) {
            arguments.clusterMembers().forEach(ClusterSettings::checkLocal);
        }
        List<String> members =
                arguments.clusterMembers().isEmpty() ? List.of(host.orElse(LOOPBACK)) : arguments.clusterMembers();
        return new ClusterSettings(
                host, members, secret.map(ClusterSettings::derivedName).orElse("equipoise"));
    }

    /**
     * Whether this member leaves the cluster's data to others, as {@code -Dequipoise.cluster.lite=true} says.
     *
     * @throws InvalidConfig when that property is something else than true or false
     */
    static boolean isLite(Properties properties) {
        String said = properties.getProperty(LITE_PROPERTY, "false");
        if (!said.equals("true") && !said.equals("false")) {
            throw InvalidConfig.at("-D" + LITE_PROPERTY, said, "true or false");
        }
        return said.equals("true");
    }

    /** Makes them known to {@code cluster.xml}. */
    void publish(Properties properties) {
        String address = host.orElse(LOOPBACK);
        properties.putIfAbsent(ReachableHost.CLUSTER_HOST_PROPERTY, address);
        properties.putIfAbsent(MEMBERS_PROPERTY, String.join(",", members));
        properties.putIfAbsent(NAME_PROPERTY, name);
        properties.putIfAbsent(PORT_PROPERTY, FIRST_PORT);
        properties.putIfAbsent(LITE_PROPERTY, "false");
        properties.putIfAbsent("hazelcast.logging.type", "slf4j");
        if (!HazelcastFile.isNamed(properties)) {
            // What is in the jar has been checked by tests; a JVM that has just started takes long to do it again.
            properties.putIfAbsent("hazelcast.config.schema.validation.enabled", "false");
        }
        if (address.contains(":")) {
            properties.putIfAbsent("hazelcast.prefer.ipv4.stack", "false");
        }
    }

    /** Gives the event bus the same address, and lets it notice a dead connection within two seconds. */
    void applyTo(EventBusOptions options, Arguments arguments) {
        host.ifPresent(options::setHost);
        arguments.clusterPort().ifPresent(options::setPort);
        arguments.clusterPublicHost().ifPresent(options::setClusterPublicHost);
        arguments.clusterPublicPort().ifPresent(options::setClusterPublicPort);
        options.setClusterPingInterval(PING_MILLIS).setClusterPingReplyInterval(PING_MILLIS);
    }

    private static String addressOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) == null) {
                throw InvalidConfig.at(
                        "-cluster-host", host, "an address that a network interface of this machine has");
            }
            String text = address.getHostAddress();
            return address instanceof Inet6Address && text.contains("%") ? text.substring(0, text.indexOf('%')) : text;
        } catch (UnknownHostException e) {
            throw InvalidConfig.at("-cluster-host", host, "an address of this machine, or a name that leads to one");
        } catch (SocketException e) {
            throw new StartFailure("the network interfaces of this machine cannot be listed: " + e.getMessage(), e);
        }
    }

    private static void checkLocal(String member) {
        if (!member.startsWith("127.") && !member.startsWith("localhost")) {
            throw new InvalidConfig("-cluster-members names " + InvalidConfig.printable(member)
                    + ", which cannot reach this member on loopback; say with -cluster-host at which address of this"
                    + " machine it can");
        }
    }

    private static String derivedName(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("equipoise cluster name\0" + secret).getBytes(StandardCharsets.UTF_8));
            return "equipoise-" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
