package io.equipoise.cluster.transport;

import static io.equipoise.cluster.transport.RingOps.CQE_F_MORE;
import static io.equipoise.cluster.transport.RingOps.POLLERR;
import static io.equipoise.cluster.transport.RingOps.POLLHUP;
import static io.equipoise.cluster.transport.RingOps.POLLIN;
import static io.equipoise.cluster.transport.RingOps.POLLPRI;
import static io.equipoise.cluster.transport.RingOps.POLLRDHUP;

import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoOps;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a connection in io_uring is read: Netty's reads, the poll that tells of bytes, and a splice in the place of both.
 *
 * <p>Netty asks for a read when the poll has told of bytes, and gets it when the loop enters the ring again, after all else
 * that this look has found. The first read of a look is a call of its own: a loop with little to do serves a message in
 * one turn instead of two. All of them by such calls would cost more CPU, and have a longer tail.
 *
 * <p>Owned by the connection's loop.
 */
final class RingInput {
    private static final int PAST_A_SHORT_READ = POLLPRI | POLLERR | POLLHUP | POLLRDHUP;
    private static final int UNKNOWN_TO_NETTY = POLLPRI | POLLRDHUP;
    private static final int ECANCELED = 125; // asm-generic/errno.h

    /** The poll's name among those of the connection. */
    static final long POLL = 1;

    private static final long NONE = 0;
    private static final long AT_ONCE = -1;

    private final SteadyUringRegistration registration;
    private final DuplexChannel channel;
    private final SpliceEnd splices;
    private final SteadyHandler loop;
    private long pollId = NONE;
    private int reads;
    private boolean tells;
    private @Nullable IoUringIoOps readAtOnce;
    private boolean isLookDue;
    private boolean ended;

    RingInput(SteadyUringRegistration registration, DuplexChannel channel, SpliceEnd splices, SteadyHandler loop) {
        this.registration = registration;
        this.channel = channel;
        this.splices = splices;
        this.loop = loop;
    }

    /** Whether what comes would be noticed by reading. */
    boolean isRead() {
        return splices.reader() == null ? channel.config().isAutoRead() && !ended : splices.readerWaits();
    }

    /** Whether a read of Netty's is not done yet. */
    boolean isBeingRead() {
        return reads > 0;
    }

    /** Netty asks for a read. */
    long read(IoUringIoOps read) {
        reads++;
        if (tells && loop.takeFirst()) {
            readAtOnce = read;
            return AT_ONCE;
        }
        return registration.registration().submit(read);
    }

    /** A read is done. */
    void onRead(IoUringIoEvent read) {
        reads--;
        if (read.res() == 0) {
            ended = true;
            InputEnd.markKnown(channel);
        }
        registration.tell(read);
    }

    /** There are bytes or a FIN to read, or there is an error; or the poll is over. */
    void onPoll(IoUringIoEvent event) {
        int res = event.res();
        boolean isOver = res < 0 || (event.flags() & CQE_F_MORE) == 0;
        if (isOver && (res < 0 || pollId == NONE || !channel.isOpen())) {
            pollId = NONE;
            registration.tell(poll(-ECANCELED, 0)); // which means both of Netty's polls
            if (res < 0 && res != -ECANCELED && registration.isValid()) {
                registration.close(); // the kernel polls no more: nobody would read on
            }
            return;
        }
        if (isOver) { // by itself, when completions had no room
            pollAgain();
        }
        if (splices.reader() != null) {
            moveWhatIsThere();
        } else if (isOver || (res & UNKNOWN_TO_NETTY) != 0) {
            tell(poll(res & ~UNKNOWN_TO_NETTY, CQE_F_MORE), res);
        } else {
            tell(event, res);
        }
    }

    private void tell(IoUringIoEvent event, int res) {
        tells = true;
        try {
            registration.tell(event);
        } finally {
            tells = false;
        }
        IoUringIoOps read = readAtOnce;
        if (read != null) {
            readAtOnce = null;
            Socket socket = (Socket) ((UnixChannel) channel).fd();
            onRead(RingRead.now(read, socket, (res & PAST_A_SHORT_READ) != 0));
        }
    }

    private void moveWhatIsThere() {
        Splice taker = splices.reader();
        if (taker != null && splices.readerWaits()) {
            taker.move();
        }
    }

    /** The ring tells of what is new alone. At the loop's next look: others get their turn first. */
    void lookAgain() {
        if (!isLookDue) {
            isLookDue = true;
            var unused = channel.eventLoop().schedule(this::look, 1, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        isLookDue = false;
        if (splices.reader() != null) {
            moveWhatIsThere();
        } else if (registration.isValid()) {
            registration.tell(poll(POLLIN, CQE_F_MORE));
        }
    }

    private static IoUringIoEvent poll(int res, int flags) {
        return new IoUringIoEvent(res, flags, RingOps.POLL_ADD, POLL);
    }

    /** Netty asks for one of the two polls that are one here. */
    long poll() {
        return pollId == NONE ? pollAgain() : pollId;
    }

    private long pollAgain() {
        pollId = registration.registration().submit(RingOps.poll(registration.fd(), POLLIN | POLLPRI, POLL));
        return pollId;
    }

    /** Netty cancels each of the two. */
    long cancelPoll(IoUringIoOps asked) {
        long id = pollId;
        pollId = NONE;
        return id == NONE
                ? RingOps.cancelledId(asked)
                : registration.registration().submit(RingOps.cancel(id));
    }
}
