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
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;
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

    // linux/io_uring.h, asm-generic/poll.h and asm-generic/errno.h
    private static final int CQE_F_MORE = 1 << 1;
    private static final int POLLIN = 0x1;
    private static final int POLLOUT = 0x4;
    private static final int POLLERR = 0x8;
    private static final int POLLRDHUP = 0x2000;
    private static final int ECANCELED = 125;

    // Names of polls among those of the connection. Netty's come again after 65,535 operations.
    private static final long BYTES = 1;
    private static final long FIRST_ROOM = 2;
    private static final long ROOMS = 0x1000;
    private static final long SPLICE_ROOM = 0x2000;
    private static final long NONE = 0;

    private final IoUringIoHandle socket;
    private final DuplexChannel channel;
    private final SpliceEnd splices = new SpliceEnd(this);
    private long bytesId = NONE;
    private int reads;
    private long rooms;
    private long roomPoll = NONE;
    private long roomId;
    private long spliceRoomId = NONE;
    private boolean isLookDue;
    private boolean inputEnded;
    private boolean failed;

    private SteadyUringRegistration(IoUringIoHandle socket, DuplexChannel channel) {
        super(socket);
        this.socket = socket;
        this.channel = channel;
    }

    static IoRegistration of(IoHandler uring, IoHandle handle) throws Exception {
        if (handle instanceof IoUringIoHandle socket && channelOf(handle) instanceof DuplexChannel channel) {
            var registration = new SteadyUringRegistration(socket, channel);
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
        if (event.opcode() != RingOps.POLL_ADD) {
            if (event.opcode() == RingOps.RECV) {
                onRead(event.res());
            }
            socket.handle(this, event);
        } else if (event.userData() == BYTES) {
            onBytes(event);
        } else if (event.userData() == roomPoll) {
            onRoom(event);
        } else if (event.userData() == SPLICE_ROOM) {
            onRoomToSplice();
        } // else a poll for room that is over
        if (failed && isValid() && !isRead()) {
            failed = false;
            close();
        }
    }

    private void onRead(int res) {
        reads--;
        if (res == 0) {
            inputEnded = true;
            InputEnd.markKnown(channel);
        }
    }

    /** There are bytes or a FIN to read, or there is an error; or the poll is over. */
    private void onBytes(IoUringIoEvent event) {
        int res = event.res();
        failed |= res >= 0 && (res & POLLERR) != 0;
        boolean ended = res < 0 || (event.flags() & CQE_F_MORE) == 0;
        if (ended && (res < 0 || bytesId == NONE || !channel.isOpen())) {
            bytesId = NONE;
            tell(-ECANCELED, 0, BYTES); // which means both of Netty's polls
            if (res < 0 && res != -ECANCELED && isValid()) {
                close(); // the kernel polls no more: nobody would read on
            }
            return;
        }
        if (ended) { // by itself, when completions had no room
            pollBytes();
        }
        Splice taker = splices.reader();
        if (taker != null) {
            if (splices.readerWaits()) {
                taker.move();
            }
            return;
        }
        if (ended || (res & POLLRDHUP) != 0) {
            tell(res & ~POLLRDHUP, CQE_F_MORE, BYTES);
        } else {
            socket.handle(this, event);
        }
    }

    private void onRoom(IoUringIoEvent event) {
        int flags = event.flags();
        failed |= event.res() >= 0 && (event.res() & POLLERR) != 0;
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
        tell(POLLOUT, flags, poll); // also when it was cancelled: Netty would not see that it is over
    }

    private void tell(int res, int flags, long poll) {
        socket.handle(this, new IoUringIoEvent(res, flags, RingOps.POLL_ADD, poll));
    }

    private boolean isRead() {
        return splices.reader() == null ? channel.config().isAutoRead() && !inputEnded : splices.readerWaits();
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

    /** The ring tells of what is new alone. At the loop's next look: others get their turn first. */
    @Override
    public void onReadable() {
        if (!isLookDue) {
            isLookDue = true;
            var unused = channel.eventLoop().schedule(this::look, 1, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        isLookDue = false;
        Splice taker = splices.reader();
        if (taker == null && isValid()) {
            tell(POLLIN, CQE_F_MORE, BYTES);
        } else if (taker != null && splices.readerWaits()) {
            taker.move();
        }
    }

    @Override
    public long submit(IoOps ops) {
        IoUringIoOps asked = (IoUringIoOps) ops;
        return switch (RingOps.opcode(asked)) {
            case RingOps.SEND, RingOps.WRITEV -> registration().submit(RingOps.withoutWaiting(asked));
            case RingOps.RECV -> read(asked);
            case RingOps.POLL_ADD -> poll(RingOps.mask(asked));
            case RingOps.ASYNC_CANCEL -> cancel(asked);
            default -> registration().submit(asked);
        };
    }

    private long read(IoUringIoOps asked) {
        reads++;
        return registration().submit(asked);
    }

    @Override
    public boolean isBeingRead() {
        return reads > 0;
    }

    private long poll(int mask) {
        return switch (mask) {
            case POLLRDHUP, POLLIN -> bytesId == NONE ? pollBytes() : bytesId;
            case POLLOUT -> pollRoom();
            default -> throw new IllegalStateException("a poll that nobody knows: " + mask);
        };
    }

    private long pollBytes() {
        bytesId = registration().submit(RingOps.poll(fd(), POLLIN, BYTES));
        return bytesId;
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
        long id = bytesId;
        bytesId = NONE;
        return id == NONE ? RingOps.cancelledId(asked) : registration().submit(RingOps.cancel(id));
    }

    private int fd() {
        return ((UnixChannel) channel).fd().intValue();
    }
}
