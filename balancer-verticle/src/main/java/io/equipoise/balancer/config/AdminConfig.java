package io.equipoise.balancer.config;

import io.equipoise.cluster.registry.IpLiteral;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where the admin API listens and who may use it.
 *
 * @param host address to bind; an address that others can reach needs a token
 * @param port TCP port to bind; 0 is any free one
 * @param token what changing calls must carry
 * @param publicReads whether reading calls need no token
 */
public record AdminConfig(String host, int port, Optional<String> token, boolean publicReads) {
    /** What a balancer has that says nothing. */
    public static final AdminConfig DEFAULTS = new AdminConfig("127.0.0.1", 8_081, Optional.empty(), false);

    /** Whether only this machine reaches it. A name such as 127.0.0.1.example.org is no loopback address. */
    public boolean isLoopback() {
        return host.equals("localhost")
                || IpLiteral.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Without the token, so that it never reaches a log. */
    @Override
    public String toString() {
        return "AdminConfig[host=" + host + ", port=" + port + ", token=" + (token.isPresent() ? "set" : "none")
                + ", publicReads=" + publicReads + "]";
    }
}
