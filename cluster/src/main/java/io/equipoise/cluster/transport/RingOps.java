package io.equipoise.cluster.transport;

import io.netty.channel.uring.IoUringIoOps;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** What Netty is about to ask the ring for, which it shows to nobody; and the same in other words. */
final class RingOps {
    // linux/io_uring.h
    static final byte WRITEV = 2;
    static final byte POLL_ADD = 6;
    static final byte ACCEPT = 13;
    static final byte ASYNC_CANCEL = 14;
    static final byte SEND = 26;
    static final byte RECV = 27;

    /** In the flags of a completion: others follow. */
    static final int CQE_F_MORE = 1 << 1;

    // asm-generic/poll.h: what polls wait for and tell of
    static final int POLLIN = 0x1;
    static final int POLLPRI = 0x2;
    static final int POLLOUT = 0x4;
    static final int POLLERR = 0x8;
    static final int POLLHUP = 0x10;
    static final int POLLRDHUP = 0x2000;

    private static final int POLL_ADD_MULTI = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int RWF_NOWAIT = 0x8;

    private static final MethodHandle OPCODE = field("opcode", byte.class);
    private static final MethodHandle PRIORITY = field("ioPrio", short.class);
    private static final MethodHandle ADDRESS_LENGTH = field("union1", long.class);
    private static final MethodHandle FD = field("fd", int.class);
    private static final MethodHandle ADDRESS = field("union2", long.class);
    private static final MethodHandle LENGTH = field("len", int.class);
    private static final MethodHandle OPTIONS = field("union3", int.class);
    private static final MethodHandle DATA = field("data", long.class);

    private RingOps() {}

    static byte opcode(IoUringIoOps ops) {
        try {
            return (byte) OPCODE.invokeExact(ops);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** What a poll waits for. */
    static int mask(IoUringIoOps poll) {
        try {
            return (int) OPTIONS.invokeExact(poll);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** Where to read to. */
    static long address(IoUringIoOps read) {
        try {
            return (long) ADDRESS.invokeExact(read);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** How much to read at most. */
    static int length(IoUringIoOps read) {
        try {
            return (int) LENGTH.invokeExact(read);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** By what Netty knows the operation again. */
    static long data(IoUringIoOps ops) {
        try {
            return (long) DATA.invokeExact(ops);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** The id of what a cancel ends. */
    static long cancelledId(IoUringIoOps cancel) {
        return address(cancel);
    }

    /** What a cancel ends. */
    static byte cancelledOpcode(IoUringIoOps cancel) {
        return (byte) data(cancel);
    }

    /** The same write, which fails where it would have to wait. */
    static IoUringIoOps withoutWaiting(IoUringIoOps write) {
        try {
            byte opcode = (byte) OPCODE.invokeExact(write);
            return ops(
                    opcode,
                    (int) FD.invokeExact(write),
                    (long) ADDRESS.invokeExact(write),
                    (int) LENGTH.invokeExact(write),
                    opcode == SEND ? MSG_DONTWAIT : RWF_NOWAIT,
                    (long) DATA.invokeExact(write));
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** The same accept; what it accepts never waits. */
    static IoUringIoOps ofNonBlocking(IoUringIoOps accept) {
        try {
            return new IoUringIoOps(
                    ACCEPT,
                    (byte) 0,
                    (short) PRIORITY.invokeExact(accept),
                    (int) FD.invokeExact(accept),
                    (long) ADDRESS_LENGTH.invokeExact(accept),
                    (long) ADDRESS.invokeExact(accept),
                    0,
                    SOCK_NONBLOCK | SOCK_CLOEXEC,
                    (long) DATA.invokeExact(accept),
                    (short) 0,
                    (short) 0,
                    0,
                    0);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** A poll that goes on until it is cancelled. */
    static IoUringIoOps poll(int fd, int mask, long data) {
        return ops(POLL_ADD, fd, 0, POLL_ADD_MULTI, mask, data);
    }

    /** A poll that tells once. */
    static IoUringIoOps pollOnce(int fd, int mask, long data) {
        return ops(POLL_ADD, fd, 0, 0, mask, data);
    }

    /** Ends the poll of that id. */
    static IoUringIoOps cancel(long id) {
        return ops(ASYNC_CANCEL, -1, id, 0, 0, POLL_ADD);
    }

    private static IoUringIoOps ops(byte opcode, int fd, long address, int length, int options, long data) {
        return new IoUringIoOps(
                opcode, (byte) 0, (short) 0, fd, 0, address, length, options, data, (short) 0, (short) 0, 0, 0);
    }

    private static MethodHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(IoUringIoOps.class, MethodHandles.lookup())
                    .findGetter(IoUringIoOps.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static IllegalStateException unreadable(Throwable cause) {
        return new IllegalStateException("an operation of io_uring cannot be read", cause);
    }
}
