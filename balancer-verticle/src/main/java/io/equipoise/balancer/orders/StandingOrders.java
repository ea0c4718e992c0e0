package io.equipoise.balancer.orders;

import java.util.Optional;

/** Which orders hold, to show. Any thread. */
public interface StandingOrders {
    /** The order that holds for a backend: of its state or weight, or else that it is there. */
    Optional<StandingOrder> ofBackend(String id);

    /** The order that holds for a service. */
    Optional<StandingOrder> ofService(String service);
}
