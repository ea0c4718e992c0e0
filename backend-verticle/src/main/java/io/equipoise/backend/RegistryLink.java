package io.equipoise.backend;

import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Future;
import java.util.Optional;

/** The way of one backend into the cluster: the bus for those who listen, the shared map for those who come later. */
interface RegistryLink {
    /** Tells every balancer that listens. */
    void announce(Registration registration);

    /** Tells every balancer that listens that this one has left; done when the message is on its way. */
    Future<Void> depart(Departure departure);

    /** What the map holds under that id, if it can be read. */
    Future<Optional<Registration>> find(String id);

    /** Writes a start into the map unless the same or a later one has it; says whether it was written. */
    Future<Boolean> claim(Registration registration);

    /** Writes or renews the map's entry for one lease. */
    Future<Void> put(Registration registration);

    /** Removes the map's entry unless a later start has it. */
    Future<Void> remove(String id, long incarnation);

    /** Whether somebody answers as that very start. */
    Future<Boolean> answers(Registration other);
}
