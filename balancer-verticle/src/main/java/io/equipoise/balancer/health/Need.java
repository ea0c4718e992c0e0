package io.equipoise.balancer.health;

import java.time.Duration;

/** How badly services need backends, and how many probes there are, by the published pool. */
interface Need {
    /** Whether the service has too few healthy backends to wait long for another. */
    boolean isShort(String service);

    /** Whether the service has no healthy backend at all. */
    boolean isEmpty(String service);

    /** The shortest interval that the number of probes allows. */
    Duration fairInterval();
}
