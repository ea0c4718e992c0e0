package io.equipoise.balancer.proxy;

/** How long the bytes of one direction have come without a pause. Owned by the session's loop. */
final class Run {
    /** One read of less ends a run: what comes is messages, or it waits for the network. */
    private static final long LITTLE = 16 << 10;

    /** Bytes until a run counts again of which nothing could be made. */
    private static final long REFUSED_FOR = 64 << 20;

    private long seen;
    private long began;

    /** Begins after so many bytes. */
    Run(long bytes) {
        startOver(bytes);
    }

    /**
     * Reading has paused or is about to.
     *
     * @param bytes all that came so far
     * @param enough bytes of a long run, above 0
     * @return whether this one is long
     */
    boolean isLong(long bytes, long enough) {
        if (bytes == seen) {
            return false; // it looked, and there was nothing yet
        }
        if (bytes - seen < Math.min(LITTLE, enough)) {
            began = Math.max(began, bytes);
        }
        seen = bytes;
        return bytes - began >= enough;
    }

    /** The next one begins here. */
    void startOver(long bytes) {
        seen = bytes;
        began = bytes;
    }

    /** Nothing could be made of it. */
    void refuse(long bytes) {
        startOver(bytes);
        began += REFUSED_FOR;
    }
}
