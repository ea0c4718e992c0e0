package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.LogLimit;
import io.equipoise.balancer.pool.PoolEvent;
import io.equipoise.balancer.pool.PoolListener;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts what was not taken, at the door or by the pool, by reason, and logs one line a minute for each source. Control
 * loop only.
 */
public final class Refusals implements PoolListener {
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

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.Refused refused) {
            add(Refusal.POOL_CONFLICT, refused.backend().id(), refused.backend().address() + ": " + refused.why());
        }
    }

    /**
     * Counts one.
     *
     * @param source the id of a backend, or {@link #UNKNOWN_SOURCE}
     * @param detail what was wrong with it
     */
    void add(Refusal refusal, String source, String detail) {
        add(refusal, source, detail, log.atWarn());
    }

    /** Counts one that a defect of the balancer kept out. */
    void addInternalError(RuntimeException cause) {
        add(Refusal.INTERNAL_ERROR, "internal", cause.toString(), log.atError().setCause(cause));
    }

    private void add(Refusal refusal, String source, String detail, LoggingEventBuilder line) {
        counts.merge(refusal, 1L, Long::sum);
        if (limit.admits(source)) {
            line.addKeyValue("source", source)
                    .addKeyValue("reason", refusal.label())
                    .addKeyValue("detail", detail)
                    .addKeyValue("refusedSoFar", total())
                    .log("not taken into the pool");
        }
    }
}
