package io.equipoise.balancer.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a client has said before its backend has said anything, so that it can be said to another backend when this one
 * breaks off. Bounded: of a client that says more, nothing is kept. Owned by the session's loop.
 */
final class Replay {
    /** Keeps nothing. */
    static final Replay NONE = new Replay(0);

    private static final int FIRST = 512;

    private final int limit;
    private @Nullable ByteBuf held;
    private boolean isWhole;

    private Replay(int limit) {
        this.limit = limit;
        this.isWhole = limit > 0;
    }

    /**
     * Keeps so many bytes.
     *
     * @param limit bytes; 0 is off
     */
    static Replay of(int limit) {
        return limit == 0 ? NONE : new Replay(limit);
    }

    /** Whether all is there that the client has said. */
    boolean isWhole() {
        return isWhole;
    }

    /** Keeps a copy, if there is room; the data itself stays as it is. */
    void keep(ByteBuf data) {
        if (!isWhole) {
            return;
        }
        int length = data.readableBytes();
        ByteBuf soFar = held;
        if (length > limit - (soFar == null ? 0 : soFar.readableBytes())) {
            end();
            return;
        }
        if (soFar == null) {
            soFar = data.alloc().buffer(Math.min(limit, Math.max(FIRST, length)), limit);
            held = soFar;
        }
        soFar.writeBytes(data, data.readerIndex(), length);
    }

    /** Writes it all there; whoever calls flushes. */
    void writeTo(Output output) {
        if (held != null) {
            output.write(held.retainedDuplicate());
        }
    }

    /** Lets go of it: the backend has spoken, or the session is over. */
    void end() {
        isWhole = false;
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
