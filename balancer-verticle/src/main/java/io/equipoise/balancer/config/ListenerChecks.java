package io.equipoise.balancer.config;

import io.equipoise.cluster.launch.ConfigReader;
import java.util.List;

/** What two listeners must not have in common: the name, and a port on the same address. */
final class ListenerChecks {
    private ListenerChecks() {}

    static void check(List<ListenerConfig> listeners, List<ConfigReader> sections) {
        for (int i = 0; i < sections.size(); i++) {
            for (ListenerConfig earlier : listeners.subList(0, i)) {
                check(listeners.get(i), earlier, sections.get(i));
            }
        }
    }

    private static void check(ListenerConfig listener, ListenerConfig earlier, ConfigReader section) {
        if (listener.name().equals(earlier.name())) {
            throw section.invalid("name", "a name that no other listener has");
        }
        if (listener.port() != 0 && listener.port() == earlier.port() && overlap(listener.host(), earlier.host())) {
            throw section.invalid(
                    "port",
                    "a port that no other listener has on that address; " + earlier.name() + " is on " + earlier.host()
                            + ":" + earlier.port());
        }
    }

    private static boolean overlap(String one, String other) {
        return one.equals(other) || contains(one, other) || contains(other, one);
    }

    /** {@code ::} takes IPv4 too, {@code 0.0.0.0} nothing of IPv6. */
    private static boolean contains(String all, String other) {
        return all.equals("::") || (all.equals("0.0.0.0") && !other.contains(":"));
    }
}
