package io.equipoise.testkit;

import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what Netty finds that nobody released, for {@link LeakWatch}. Netty makes it, by the system property
 * {@code io.netty.customResourceLeakDetector}.
 *
 * @param <T> what is watched
 */
public final class LeakDetector<T> extends ResourceLeakDetector<T> {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    /** As Netty calls it. */
    public LeakDetector(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /** As Netty looks for it too, and complains when it is not there. */
    public LeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
        this(resourceType, samplingInterval);
    }

    /** What was found since the last call, with the places where it was last seen; null when nothing was. */
    static @Nullable String take() {
        String first = FOUND.poll();
        FOUND.clear();
        return first;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        FOUND.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        FOUND.add(resourceType);
    }
}
