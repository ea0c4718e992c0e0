package io.equipoise.balancer.kubernetes;

import java.util.Map;
import java.util.Optional;

/**
 * Where a pod finds the API server.
 *
 * @param host an IP address, one of version 6 without brackets; or a name
 */
record ApiAddress(String host, int port) {
    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";

    /** What Kubernetes puts into the environment of each container; nothing where it has not. */
    static Optional<ApiAddress> in(Map<String, String> environment) {
        String host = environment.getOrDefault(HOST, "").replaceFirst("^\\[(.*)]$", "$1");
        String port = environment.getOrDefault(PORT, "");
        return host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535
                ? Optional.empty()
                : Optional.of(new ApiAddress(host, Integer.parseInt(port)));
    }

    /** As it stands in a URL. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
