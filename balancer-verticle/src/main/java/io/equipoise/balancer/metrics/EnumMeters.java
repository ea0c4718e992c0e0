package io.equipoise.balancer.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One meter for each constant of an enum, each made when it is first asked for, so that what never happens has no
 * series. Any thread; only the first to ask for a constant takes a lock.
 */
final class EnumMeters<K extends Enum<K>, M extends Meter> {
    private final Function<K, M> maker;
    private volatile Map<K, M> made;
    private boolean ended;

    EnumMeters(Class<K> keys, Function<K, M> maker) {
        this.maker = maker;
        this.made = new EnumMap<>(keys);
    }

    /** The meter; null when these have ended before it was made. */
    @Nullable
    M get(K key) {
        M meter = made.get(key);
        return meter == null ? make(key) : meter;
    }

    /** Those that were made. */
    Map<K, M> made() {
        return Collections.unmodifiableMap(made);
    }

    /** Makes no more; all that were made, for their registry to remove. */
    synchronized Collection<M> end() {
        ended = true;
        return List.copyOf(made.values());
    }

    private synchronized @Nullable M make(K key) {
        M meter = made.get(key);
        if (meter == null && !ended) {
            meter = maker.apply(key);
            Map<K, M> more = new EnumMap<>(made);
            more.put(key, meter);
            made = more;
        }
        return meter;
    }
}
