package io.equipoise.balancer.admin;

import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Records who changed what through the API: one event and one line in the log each. Control loop only. */
public final class Audit {
    private static final Logger log = LoggerFactory.getLogger(Audit.class);

    private final EventRing events;

    /** Records there. */
    public Audit(EventRing events) {
        this.events = events;
    }

    /**
     * Records one change, after it has been made.
     *
     * @param subject what was changed: a backend's id, a service, a session
     * @param message what was done; constant text, such as "backend is drained"
     * @param details to what, by name; no secrets
     */
    public void changed(Caller caller, String subject, String message, Map<String, ?> details) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.put("by", caller.token());
        all.put("from", caller.address());
        events.add(Event.Kind.ADMIN, subject, message, all);
        LoggingEventBuilder line = log.atInfo().addKeyValue("subject", subject);
        for (Map.Entry<String, Object> detail : all.entrySet()) {
            line = line.addKeyValue(detail.getKey(), detail.getValue());
        }
        line.log(message);
    }
}
