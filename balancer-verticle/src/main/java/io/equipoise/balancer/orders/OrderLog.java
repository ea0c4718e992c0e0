package io.equipoise.balancer.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells of orders, once each: the log, and those who listen. Control loop only. */
final class OrderLog {
    /** More than that at once are told of as one. */
    static final int MOST_AT_ONCE = 20;

    private static final Logger log = LoggerFactory.getLogger(OrderLog.class);

    private final List<OrderListener> listeners = new ArrayList<>();

    void addListener(OrderListener listener) {
        listeners.add(listener);
    }

    /** An order that has just been given, here or elsewhere. */
    void tell(Taken taken) {
        if (!taken.changesNothing()) {
            tell(OrderStory.of(taken));
        }
    }

    /**
     * Orders that were read together.
     *
     * @param first whether this balancer did not know any before, so that none of them need be new
     */
    void tellAll(List<Taken> read, boolean first) {
        List<Taken> changes =
                read.stream().filter(taken -> !taken.changesNothing()).toList();
        if (!changes.isEmpty() && (first || changes.size() > MOST_AT_ONCE)) {
            tell(new OrderStory("cluster", "orders taken from the cluster", Map.of("orders", changes.size())));
        } else {
            changes.forEach(this::tell);
        }
    }

    private void tell(OrderStory story) {
        LoggingEventBuilder line = log.atInfo();
        for (Map.Entry<String, Object> detail : story.details().entrySet()) {
            line = line.addKeyValue(detail.getKey(), detail.getValue());
        }
        line.log(story.message());
        listeners.forEach(listener -> tell(listener, story));
    }

    private static void tell(OrderListener listener, OrderStory story) {
        try {
            listener.onOrder(story.subject(), story.message(), story.details());
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("subject", story.subject()).log("an order listener failed");
        }
    }
}
