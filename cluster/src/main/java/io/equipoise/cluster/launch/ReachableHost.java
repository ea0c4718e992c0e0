package io.equipoise.cluster.launch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Optional;
import java.util.Properties;

/** The address of this member that others can reach: what a backend or balancer announces when nothing else is said. */
public final class ReachableHost {
    /** System property: the address of the cluster's own traffic, which the launcher and {@code cluster.xml} use. */
    public static final String CLUSTER_HOST_PROPERTY = "equipoise.cluster.host";

    private static final String REACHABLE_HOST_PROPERTY = "equipoise.reachable.host";

    private ReachableHost() {}

    /**
     * That of this process: what the launcher has chosen; without a launcher the cluster host, if it was said, else the
     * first site-local address.
     */
    public static String ofThisProcess() {
        return Optional.ofNullable(System.getProperty(REACHABLE_HOST_PROPERTY))
                .orElseGet(
                        () -> choose(Optional.empty(), Optional.ofNullable(System.getProperty(CLUSTER_HOST_PROPERTY))));
    }

    /** Makes that choice known to this process, unless it was made by hand. */
    static void publish(String host, Properties properties) {
        properties.putIfAbsent(REACHABLE_HOST_PROPERTY, host);
    }

    /**
     * The public host, else the cluster host, else the first site-local address of this machine, else loopback.
     *
     * @param publicHost address under which others reach this member, if it was said
     * @param clusterHost address of the cluster's own traffic, if it was said; loopback when the cluster is on loopback
     */
    public static String choose(Optional<String> publicHost, Optional<String> clusterHost) {
        return publicHost.or(() -> clusterHost).orElseGet(ReachableHost::siteLocal);
    }

    private static String siteLocal() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(ReachableHost::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException e) {
            throw new StartFailure("the network interfaces of this machine cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            // An interface that goes away while it is looked at is not one to announce.
            return false;
        }
    }
}
