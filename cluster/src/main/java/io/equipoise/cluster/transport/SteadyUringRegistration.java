package io.equipoise.cluster.transport;

import static io.equipoise.cluster.transport.RingOps.CQE_F_MORE;
import static io.equipoise.cluster.transport.RingOps.POLLERR;
import static io.equipoise.cluster.transport.RingOps.POLLIN;
import static io.equipoise.cluster.transport.RingOps.POLLOUT;
import static io.equipoise.cluster.transport.RingOps.POLLRDHUP;

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
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * A connection in io_uring that behaves as on other transports, and asks the kernel for less.
 *
 * <ul>
 *   <li>Netty answers the peer's FIN (POLLRDHUP) by reading all that lies in the kernel, however long reading is switched
 *       off. It is not told: the FIN is found by reading, after the bytes before it.
 *   <li>One poll tells of bytes and errors, from the connection's start to its end; Netty asks for two. It goes on after a
 *       FIN, as there may be a reset. An error of a connection that is not read closes it: Netty would not look at it
 *       before it reads again.
 *   <li>Netty's writes wait in the kernel. After the peer's FIN such a wait is always over at once, and after 128 tries the
 *       kernel parks a thread with the write, one for each peer that has half-closed and does not read. Here a write that
 *       cannot go on fails (EAGAIN), which Netty answers with a poll for room; that goes on too, as a FIN ends other ones.
 * </ul>
 *
 * Owned by the connection's loop.
 */
final class SteadyUringRegistration extends SteadyRegistration implements IoUringIoHandle, SpliceEnd.Connection {
    private static final AttributeKey<SpliceEnd> SPLICES =
            AttributeKey.valueOf(SteadyUringRegistration.class, "splices");

    // Names of polls among those of the connection. Netty's come again after 65,535 operations.
    private static final long FIRST_ROOM = 2;
    private static final long ROOMS = 0x1000;
    private static final long SPLICE_ROOM = 0x2000;
    private static final long NONE = 0;

    private final IoUringIoHandle socket;
    private final DuplexChannel channel;
    private final SpliceEnd splices = new SpliceEnd(this);
    private final RingInput input;
    private long rooms;
    private long roomPoll = NONE;
    private long roomId;
    private long spliceRoomId = NONE;
    private boolean failed;

    private SteadyUringRegistration(IoUringIoHandle socket, DuplexChannel channel, SteadyHandler loop) {
        super(socket);
        this.socket = socket;
        this.channel = channel;
        this.input = new RingInput(this, channel, splices, loop);
    }

    static IoRegistration of(IoHandler uring, IoHandle handle, SteadyHandler loop) throws Exception {
        if (handle instanceof IoUringIoHandle socket && channelOf(handle) instanceof DuplexChannel channel) {
            var registration = new SteadyUringRegistration(socket, channel, loop);
            channel.attr(SPLICES).set(registration.splices);
            return registration.in(uring);
        }
        IoRegistration listening = NonBlockingAccepts.of(uring, handle);
        return listening == null ? uring.register(handle) : listening;
    }

    /** That of a registered connection; null on another transport. */
    static @Nullable SpliceEnd spliceEndOf(Channel channel) {
        return channel.attr(SPLICES).get();
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent ioEvent) {
        IoUringIoEvent event = (IoUringIoEvent) ioEvent;
        if (event.opcode() == RingOps.RECV) {
            input.onRead(event);
        } else if (event.opcode() != RingOps.POLL_ADD) {
            tell(event);
        } else if (event.userData() == RingInput.POLL) {
            failed |= isError(event);
            input.onPoll(event);
        } else if (event.userData() == roomPoll) {
            onRoom(event);
        } else if (event.userData() == SPLICE_ROOM) {
            onRoomToSplice();
        } // else a poll for room that is over
        if (failed && isValid() && !input.isRead()) {
            failed = false;
            close();
        }
    }

    private void onRoom(IoUringIoEvent event) {
        int flags = event.flags();
        failed |= isError(event);
        if (event.res() >= 0 && (event.res() & POLLOUT) == 0) {
            if ((flags & CQE_F_MORE) == 0 && channel.isOpen()) {
                registration().submit(RingOps.poll(fd(), POLLOUT, roomPoll));
            }
            return;
        }
        long poll = roomPoll;
        roomPoll = NONE;
        if (event.res() >= 0 && (flags & CQE_F_MORE) != 0) {
            registration().submit(RingOps.cancel(roomId)); // of which Netty shall not know
        }
        // Also when it was cancelled: Netty would not see that it is over.
        tell(new IoUringIoEvent(POLLOUT, flags, RingOps.POLL_ADD, poll));
    }

    private static boolean isError(IoUringIoEvent poll) {
        return poll.res() >= 0 && (poll.res() & POLLERR) != 0;
    }

    /** Tells Netty. */
    void tell(IoUringIoEvent event) {
        socket.handle(this, event);
    }

    /** What is waited for is told; what a splice waits for as a writer is asked once. */
    @Override
    public void onWaitsChanged() {
        if (splices.writerWaits()) {
            if (spliceRoomId == NONE) {
                spliceRoomId = registration().submit(RingOps.pollOnce(fd(), POLLOUT, SPLICE_ROOM));
            }
        } else if (splices.writer() == null && spliceRoomId != NONE) {
            registration().submit(RingOps.cancel(spliceRoomId));
        }
    }

    private void onRoomToSplice() {
        spliceRoomId = NONE;
        Splice giver = splices.writer();
        if (giver != null && splices.writerWaits()) {
            giver.move();
            onWaitsChanged(); // a FIN is told as room, too
        }
    }

    @Override
    public void onReadable() {
        input.lookAgain();
    }

    @Override
    public long submit(IoOps ops) {
        IoUringIoOps asked = (IoUringIoOps) ops;
        return switch (RingOps.opcode(asked)) {
            case RingOps.SEND, RingOps.WRITEV -> registration().submit(RingOps.withoutWaiting(asked));
            case RingOps.RECV -> input.read(asked);
            case RingOps.POLL_ADD -> poll(RingOps.mask(asked));
            case RingOps.ASYNC_CANCEL -> cancel(asked);
            default -> registration().submit(asked);
        };
    }

    @Override
    public boolean isBeingRead() {
        return input.isBeingRead();
    }

    private long poll(int mask) {
        return switch (mask) {
            case POLLRDHUP, POLLIN -> input.poll();
            case POLLOUT -> pollRoom();
            default -> throw new IllegalStateException("a poll that nobody knows: " + mask);
        };
    }

    /** For one that is not connected yet no FIN can come in between: one event says how it went. */
    private long pollRoom() {
        roomPoll = FIRST_ROOM + rooms++ % ROOMS;
        roomId = registration()
                .submit(
                        channel.isActive()
                                ? RingOps.poll(fd(), POLLOUT, roomPoll)
                                : RingOps.pollOnce(fd(), POLLOUT, roomPoll));
        return roomId;
    }

    /** Netty cancels each of its polls for bytes and ends, which are one. */
    private long cancel(IoUringIoOps asked) {
        if (RingOps.cancelledOpcode(asked) != RingOps.POLL_ADD || RingOps.cancelledId(asked) == roomId) {
            return registration().submit(asked);
        }
        return input.cancelPoll(asked);
    }

    int fd() {
        return ((UnixChannel) channel).fd().intValue();
    }
}
