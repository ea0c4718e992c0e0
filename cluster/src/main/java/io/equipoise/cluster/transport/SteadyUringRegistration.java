package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;

/**
 * A connection in io_uring that behaves as on other transports.
 *
 * <ul>
 *   <li>Netty answers the peer's FIN (POLLRDHUP) by reading all that lies in the kernel, however long reading is switched
 *       off. It is not told: the FIN is found by reading, after the bytes before it.
 *   <li>Netty polls for that once. The poll goes on here, since after a FIN there may be a reset; it waits for nothing but
 *       what the kernel tells every poll, which are ends and errors.
 *   <li>An error of a connection that is not read closes it. Netty would not look at it before it reads again.
 *   <li>Netty's writes wait in the kernel. After the peer's FIN such a wait is always over at once, and after 128 tries the
 *       kernel parks a thread with the write, one for each peer that has half-closed and does not read. Here a write that
 *       cannot go on fails (EAGAIN), which Netty answers with a poll for room; that goes on too, as a FIN ends other ones.
 * </ul>
 *
 * Owned by the connection's loop.
 */
final class SteadyUringRegistration extends SteadyRegistration implements IoUringIoHandle {
    // linux/io_uring.h and asm-generic/poll.h
    private static final int CQE_F_MORE = 1 << 1;
    private static final int POLLOUT = 0x4;
    private static final int POLLERR = 0x8;
    private static final int POLLRDHUP = 0x2000;
    private static final int POLLIN = 0x1;

    // Names of polls among those of the connection. Netty's come again after 65,535 operations.
    private static final long ENDS = 1;
    private static final long BYTES = 2;
    private static final long FIRST_ROOM = 3;
    private static final long ROOMS = 0x1000;
    private static final long NONE = 0;

    private final IoUringIoHandle socket;
    private final DuplexChannel channel;
    private long rooms;
    private long roomPoll = NONE;
    private long roomId;
    private boolean failed;

    private SteadyUringRegistration(IoUringIoHandle socket, DuplexChannel channel) {
        super(socket);
        this.socket = socket;
        this.channel = channel;
    }

    static IoRegistration of(IoHandler uring, IoHandle handle) throws Exception {
        if (handle instanceof IoUringIoHandle socket
                && handle instanceof Channel.Unsafe unsafe
                && unsafe.voidPromise().channel() instanceof DuplexChannel channel) {
            return new SteadyUringRegistration(socket, channel).in(uring);
        }
        return uring.register(handle);
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent ioEvent) {
        IoUringIoEvent event = (IoUringIoEvent) ioEvent;
        if (event.opcode() != RingOps.POLL_ADD) {
            socket.handle(this, event);
        } else if (event.res() < 0) {
            onPollEnded(event);
        } else {
            onPolled(event);
        }
        if (failed && isValid() && !isRead()) {
            failed = false;
            close();
        }
    }

    private void onPolled(IoUringIoEvent event) {
        failed |= (event.res() & POLLERR) != 0;
        long poll = event.userData();
        if (poll == ENDS) {
            goOn(event, 0);
        } else if (poll != roomPoll && (event.res() & POLLRDHUP) == 0) {
            socket.handle(this, event);
        } else if (poll != roomPoll) {
            tell(event.res() & ~POLLRDHUP, event);
        } else if ((event.res() & POLLOUT) == 0) {
            goOn(event, POLLOUT);
        } else {
            roomPoll = NONE;
            if ((event.flags() & CQE_F_MORE) != 0) {
                registration().submit(RingOps.cancel(roomId));
            }
            tell(POLLOUT, event);
        }
    }

    /** Netty cancelled it, or this did, of which Netty shall not know. Netty does not see that a poll for room is over. */
    private void onPollEnded(IoUringIoEvent event) {
        if (event.userData() == roomPoll) {
            roomPoll = NONE;
            tell(POLLOUT, event);
        } else if (event.userData() == ENDS || event.userData() == BYTES) {
            socket.handle(this, event);
        }
    }

    private void tell(int res, IoUringIoEvent event) {
        socket.handle(this, new IoUringIoEvent(res, event.flags(), RingOps.POLL_ADD, event.userData()));
    }

    /** A poll that goes on may end by itself, when completions had no room. */
    private void goOn(IoUringIoEvent event, int mask) {
        if ((event.flags() & CQE_F_MORE) == 0 && channel.isOpen()) {
            registration().submit(RingOps.poll(((UnixChannel) channel).fd().intValue(), mask, event.userData()));
        }
    }

    private boolean isRead() {
        return channel.config().isAutoRead() && !channel.isInputShutdown();
    }

    @Override
    public long submit(IoOps ops) {
        IoUringIoOps asked = (IoUringIoOps) ops;
        return switch (RingOps.opcode(asked)) {
            case RingOps.SEND, RingOps.WRITEV -> registration().submit(RingOps.withoutWaiting(asked));
            case RingOps.POLL_ADD -> poll(asked);
            default -> registration().submit(asked);
        };
    }

    private long poll(IoUringIoOps asked) {
        int fd = RingOps.fd(asked);
        return switch (RingOps.mask(asked)) {
            case POLLRDHUP -> registration().submit(RingOps.poll(fd, 0, ENDS));
            case POLLIN -> registration().submit(RingOps.poll(fd, POLLIN, BYTES));
            case POLLOUT -> {
                roomPoll = FIRST_ROOM + rooms++ % ROOMS;
                roomId = registration().submit(RingOps.poll(fd, POLLOUT, roomPoll));
                yield roomId;
            }
            default -> throw new IllegalStateException("a poll that nobody knows: " + asked);
        };
    }
}
