package io.equipoise.balancer.config;

import io.equipoise.cluster.registry.IpLiteral;
import java.net.InetAddress;
import java.util.Map;

/**
 * Where the admin API listens and who may use it.
 *
 * @param host address to bind; an address that others can reach needs a token
 * @param port TCP port to bind; 0 is any free one
 * @param tokens what changing calls must carry one of, by the name that the audit has for it
 * @param publicReads whether reading calls need no token
 */
public record AdminConfig(String host, int port, Map<String, String> tokens, boolean publicReads) {
    /** The name of the token that has no name of its own. */
    public static final String UNNAMED = "admin";

    /** What a balancer has that says nothing. */
    public static final AdminConfig DEFAULTS = new AdminConfig("127.0.0.1", 8_081, Map.of(), false);

    public AdminConfig {
        tokens = Map.copyOf(tokens);
    }

    /** Whether only this machine reaches it. A name such as 127.0.0.1.example.org is no loopback address. */
    public boolean isLoopback() {
        return host.equals("localhost")
                || IpLiteral.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Without the tokens, so that they never reach a log. */
    @Override
    public String toString() {
        return "AdminConfig[host=" + host + ", port=" + port + ", tokens=" + tokens.keySet() + ", publicReads="
                + publicReads + "]";
    }
}
