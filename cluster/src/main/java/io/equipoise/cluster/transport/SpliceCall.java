package io.equipoise.cluster.transport;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * splice(2), and what it answers. Netty shows it with one answer for "not now" and for the end of the input; here they
 * differ.
 */
final class SpliceCall {
    /** Not now: nothing to read, or no room. */
    static final int EAGAIN = -11;

    private static final long AS_IT_LIES = -1;
    private static final Logger log = LoggerFactory.getLogger(SpliceCall.class);
    private static final @Nullable MethodHandle SPLICE = handle();

    private SpliceCall() {}

    /** Whether it works here: a sandbox may forbid it. Tried once. */
    static boolean isAvailable() {
        return Trial.PASSED;
    }

    /**
     * Moves bytes from one descriptor to the other, one of which is a pipe's, without waiting.
     *
     * @return how many; 0 at the end of the input; else the error's number, negative
     */
    static int splice(int from, int to, int most) {
        MethodHandle splice = Objects.requireNonNull(SPLICE);
        try {
            return (int) splice.invokeExact(from, AS_IT_LIES, to, AS_IT_LIES, (long) most);
        } catch (Throwable e) {
            throw new IllegalStateException("splice cannot be called", e);
        }
    }

    private static @Nullable MethodHandle handle() {
        try {
            return MethodHandles.privateLookupIn(Native.class, MethodHandles.lookup())
                    .findStatic(
                            Native.class,
                            "splice0",
                            MethodType.methodType(int.class, int.class, long.class, int.class, long.class, long.class));
        } catch (ReflectiveOperationException e) {
            log.atWarn().setCause(e).log("Netty's splice is not found, long streams are copied");
            return null;
        }
    }

    /** A byte from one pipe to another. */
    private static final class Trial {
        static final boolean PASSED = SPLICE != null && Epoll.isAvailable() && passes();

        private static boolean passes() {
            try {
                FileDescriptor[] from = FileDescriptor.pipe();
                FileDescriptor[] to = FileDescriptor.pipe();
                from[1].write(ByteBuffer.allocateDirect(1), 0, 1);
                int moved = splice(from[0].intValue(), to[1].intValue(), 1);
                for (FileDescriptor end : new FileDescriptor[] {from[0], from[1], to[0], to[1]}) {
                    end.close();
                }
                if (moved != 1) {
                    log.atInfo().addKeyValue("error", -moved).log("splice does not work here, long streams are copied");
                }
                return moved == 1;
            } catch (IOException e) {
                log.atInfo().setCause(e).log("splice could not be tried, long streams are copied");
                return false;
            }
        }
    }
}
