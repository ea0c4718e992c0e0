package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.LogLimit;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was not taken, by reason, and logs it once a minute for each source. Control loop only. */
public final class Refusals {
    /** The source of a message that does not even say who sent it. */
    static final String UNKNOWN_SOURCE = "unknown";

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final LogLimit limit;
    private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);

    /** Nothing refused yet. */
    public Refusals(LogLimit limit) {
        this.limit = limit;
    }

    /** How often that was the reason. */
    public long count(Refusal refusal) {
        return counts.getOrDefault(refusal, 0L);
    }

    /** How many were not taken, for whatever reason. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Counts one.
     *
     * @param source the id of a backend, or {@link #UNKNOWN_SOURCE}
     * @param detail what was wrong with it
     */
    void add(Refusal refusal, String source, String detail) {
        counts.merge(refusal, 1L, Long::sum);
        if (limit.admits(source + " " + refusal)) {
            log.atWarn()
                    .addKeyValue("source", source)
                    .addKeyValue("reason", refusal.label())
                    .addKeyValue("detail", detail)
                    .addKeyValue("count", count(refusal))
                    .log("announcement refused");
        }
    }
}
