package io.equipoise.cluster.launch;

import static java.util.stream.Collectors.joining;

import io.equipoise.cluster.transport.SteadyEpoll;
import io.equipoise.cluster.transport.SteadyUring;
import io.vertx.core.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transport that Vert.x runs on: io_uring where it works, else epoll, else Java's NIO, or the one that {@code
 * -Dequipoise.transport} names (docs/adr/0020).
 *
 * @param transport what was chosen
 * @param passedOver those that would have come first, each with the reason why it does not work here
 */
record TransportChoice(Transport transport, List<String> passedOver) {
    /** The system property that names one. */
    static final String PROPERTY = "equipoise.transport";

    /**
     * Tries the transports of this build.
     *
     * @param wanted the name of one; null leaves the choice to this machine
     * @throws InvalidConfig when there is no such transport, or it does not work here
     */
    static TransportChoice of(@Nullable String wanted) {
        Transport uring = new SteadyUring();
        Transport epoll = new SteadyEpoll();
        if (wanted == null && (uring.available() || epoll.available())) {
            return best(List.of(uring, epoll));
        }
        // The constants of Vert.x, which the class Transport holds, try every transport as soon as one is looked at.
        List<Transport> all = List.of(uring, epoll, Transport.NIO);
        return wanted == null ? best(all) : named(wanted, all);
    }

    /** The first of them that works here. */
    static TransportChoice best(List<Transport> candidates) {
        List<String> passedOver = new ArrayList<>();
        for (Transport candidate : candidates) {
            if (candidate.available()) {
                return new TransportChoice(candidate, List.copyOf(passedOver));
            }
            passedOver.add(candidate.name() + ": " + why(candidate));
        }
        throw new StartFailure("no transport works here: " + String.join("; ", passedOver));
    }

    /** The one of that name. */
    static TransportChoice named(String wanted, List<Transport> candidates) {
        for (Transport candidate : candidates) {
            if (candidate.name().equals(wanted)) {
                if (!candidate.available()) {
                    throw new InvalidConfig("-D" + PROPERTY + " is \"" + wanted + "\", which does not work here: "
                            + why(candidate) + "; without it the best that works is taken");
                }
                return new TransportChoice(candidate, List.of());
            }
        }
        throw InvalidConfig.at(
                "-D" + PROPERTY,
                wanted,
                "one of " + candidates.stream().map(Transport::name).collect(joining(", ")));
    }

    /** The reason at the bottom, such as what the kernel answered. */
    private static String why(Transport transport) {
        Throwable cause = transport.unavailabilityCause();
        if (cause == null) {
            return "no reason is known";
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return FailureLine.of(cause);
    }
}
