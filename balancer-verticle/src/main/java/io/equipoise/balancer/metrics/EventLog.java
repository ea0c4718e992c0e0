package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for every change of the pool: who joined, left, went up or down and why. What the pool refuses is no change,
 * and logged where refusals are counted. Control loop only.
 */
public final class EventLog implements PoolListener {
    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    @Override
    public void onEvent(PoolEvent event) {
        PoolStory.of(event).ifPresent(EventLog::write);
    }

    private static void write(PoolStory told) {
        boolean bad = told.kind() == Event.Kind.DOWN || told.kind() == Event.Kind.PANIC;
        LoggingEventBuilder line = bad ? log.atWarn() : log.atInfo();
        for (Map.Entry<String, Object> detail : told.details().entrySet()) {
            line = line.addKeyValue(detail.getKey(), detail.getValue());
        }
        line.log(told.message());
    }
}
