package io.equipoise.balancer.proxy;

import org.jspecify.annotations.Nullable;

/** Says which sessions have their choices written down, and takes them. Any loop; must not block. */
@FunctionalInterface
public interface DecisionSampler {
    /** Samples no session. */
    DecisionSampler NONE = nanoTime -> null;

    /**
     * Takes the choices of a session that has just been accepted; null when it is left alone. Asked for every session, so
     * it must cost next to nothing.
     *
     * @param nanoTime monotonic time
     */
    @Nullable
    Sample sample(long nanoTime);

    /** One session whose choices are written down. Called on its loop. */
    interface Sample {
        /** A choice was made for it. */
        void onDecision(Decision decision);

        /** It has ended. */
        void onClosed(SessionReport report);
    }
}
