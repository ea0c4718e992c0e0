package io.equipoise.balancer.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a backend that flaps away for longer each time: after its second fall 1 s from when it fell, then doubling to
 * 60 s. Its first return is not held up, and who has stayed up for a minute has a clean slate. Remembers by id, so that
 * a process that dies at each start counts as one that flaps. Control loop only.
 */
final class FlapDamping {
    /** The first time that a return is held up. */
    static final Duration FIRST_HOLD = Duration.ofSeconds(1);

    /** The longest. */
    static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

    /** How long a backend must stay up to be forgiven. */
    static final Duration FORGIVEN_AFTER = Duration.ofSeconds(60);

    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_DOUBLINGS = 6;

    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, Fall> byId = new LinkedHashMap<>();

    FlapDamping(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Fall(int count, long fellAt, @Nullable Long upSince) {}

    /** It went down. */
    void onDown(String id) {
        long now = nanoTime.getAsLong();
        Fall before = byId.remove(id);
        int count = before == null || isForgiven(before, now) ? 1 : before.count() + 1;
        byId.put(id, new Fall(count, now, null));
        if (byId.size() > MOST_REMEMBERED) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /** It came up. */
    void onUp(String id) {
        Fall before = byId.get(id);
        if (before != null) {
            byId.put(id, new Fall(before.count(), before.fellAt(), nanoTime.getAsLong()));
        }
    }

    /** How long it must still stay away; zero when it may return. */
    Duration hold(String id) {
        Fall last = byId.get(id);
        if (last == null || last.count() < 2) {
            return Duration.ZERO;
        }
        int doublings = Math.min(last.count() - 2, MOST_DOUBLINGS);
        long hold = Math.min(FIRST_HOLD.toNanos() << doublings, LONGEST_HOLD.toNanos());
        return Duration.ofNanos(Math.max(0, last.fellAt() + hold - nanoTime.getAsLong()));
    }

    private static boolean isForgiven(Fall last, long now) {
        Long upSince = last.upSince();
        return upSince != null && now - upSince >= FORGIVEN_AFTER.toNanos();
    }
}
