package io.equipoise.balancer.orders;

import io.equipoise.balancer.control.LogLimit;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.Order;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and reads what others say that was ordered. What cannot be read changes nothing, is counted by reason, and is
 * logged once a minute for each reason. Control loop only.
 */
final class OrderDoor {
    private static final Logger log = LoggerFactory.getLogger(OrderDoor.class);

    private final Envelope envelope;
    private final LogLimit limit;
    private final Map<String, Long> refusals = new TreeMap<>();

    OrderDoor(Envelope envelope, LogLimit limit) {
        this.envelope = envelope;
        this.limit = limit;
    }

    String seal(Order order) {
        return envelope.seal(Envelope.Kind.ORDER, order.toJson());
    }

    Order open(@Nullable Object body) throws InvalidMessage {
        return Order.fromJson(envelope.open(Envelope.Kind.ORDER, body));
    }

    /** The order, or empty when it cannot be read. */
    Optional<Order> receive(@Nullable Object body) {
        try {
            return Optional.of(open(body));
        } catch (InvalidMessage e) {
            refuse(e.reason().name(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Counts one that was not taken. */
    void refuse(String reason, String detail) {
        refusals.merge(reason, 1L, Long::sum);
        if (limit.admits(reason)) {
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .addKeyValue("detail", detail)
                    .addKeyValue("refusedSoFar", refusals.getOrDefault(reason, 0L))
                    .log("an order was not taken");
        }
    }

    /** How many were not taken for that reason. */
    long refused(String reason) {
        return refusals.getOrDefault(reason, 0L);
    }
}
