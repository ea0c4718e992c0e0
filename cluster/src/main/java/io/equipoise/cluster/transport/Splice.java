package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bytes of one connection to another inside the kernel, through a pipe, as long as they come without a pause.
 * Whoever copies them handles each byte twice; who splices does not see them. For small messages it would be two more
 * system calls each.
 *
 * <pre>
 * begin → FOR_BYTES ⇄ FOR_ROOM → FOR_NOTHING: a pause or the end of the input (reading goes on by Netty, which finds it)
 *                        an error of either (its pipeline is told with an exception)
 *                        stop (the session is over)
 * </pre>
 *
 * Meanwhile Netty does not read the one channel and does not write the other. Owned by the loop of both.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
 */
public final class Splice {
    /**
     * Bytes that are moved before others on the loop get their turn. With four times as many, connections beside 16 bulk
     * streams waited seven times as long.
     */
    private static final int TURN = 1 << 20;

    /** A stream that is waked so often for less than this is one of small messages. */
    private static final int LITTLE = 16 << 10;

    private static final int PATIENCE = 8;

    /**
     * Nothing for so long is a pause: who is idle holds no pipe. Nor does the kernel splice past an urgent byte, which
     * reading does.
     */
    private static final long PAUSE_MILLIS = 20;

    private enum Waits {
        FOR_BYTES,
        FOR_ROOM,
        FOR_NOTHING
    }

    private final Channel from;
    private final Channel to;
    private final SpliceEnd source;
    private final SpliceEnd target;
    private final Pipe pipe;
    private final Observer observer;
    private final int turn;
    private final int piece;
    private Waits waits = Waits.FOR_BYTES;
    private int littleInARow;
    private boolean isTimerArmed;
    private boolean movedSince;

    private Splice(
            Channel from, Channel to, SpliceEnd source, SpliceEnd target, Pipe pipe, Observer observer, int turn) {
        this.from = from;
        this.to = to;
        this.source = source;
        this.target = target;
        this.pipe = pipe;
        this.observer = observer;
        this.turn = turn;
        this.piece = Segments.wholeWithin(Pipe.ROOM, fd(to));
    }

    /** Is told, on the loop. */
    public interface Observer {
        /** So many bytes were taken from the connection. */
        void onSpliced(int bytes);

        /** It is over by itself, and nothing of what was taken is left; whoever hears it may read the channel again. */
        void onPaused();

        /** It is over, as the other connection takes no more; that one's pipeline is told with an exception next. */
        void onBroken();
    }

    /**
     * Begins. The first channel must not be read (auto-read is off), the second have nothing unwritten; both on this loop.
     *
     * @return null where that is not possible: on another transport, for want of pipes, as a read is under way, or as one
     *     of them is closed
     */
    public static @Nullable Splice begin(Channel from, Channel to, Observer observer) {
        return begin(from, to, observer, TURN);
    }

    /** With turns of so many bytes. */
    static @Nullable Splice begin(Channel from, Channel to, Observer observer, int turn) {
        SpliceEnd source = SpliceEnd.of(from);
        SpliceEnd target = SpliceEnd.of(to);
        if (source == null || target == null || source.isBeingRead() || !SpliceCall.isAvailable()) {
            return null;
        }
        if (!from.isOpen() || !to.isOpen()) {
            return null; // the descriptor may be another's by now
        }
        Pipe pipe = Pipe.take();
        if (pipe == null) {
            return null;
        }
        Splice splice = new Splice(from, to, source, target, pipe, observer, turn);
        source.readBy(splice);
        target.writtenBy(splice);
        splice.armPauseTimer();
        source.onReadable();
        return splice;
    }

    /** Ends it, as the session has; what was taken and not yet given is lost. */
    public void stop() {
        if (waits != Waits.FOR_NOTHING) {
            end();
        }
    }

    /** Whether there may be something to read, or an error. */
    boolean waitsForBytes() {
        return waits == Waits.FOR_BYTES;
    }

    boolean waitsForRoom() {
        return waits == Waits.FOR_ROOM;
    }

    /** Takes and gives until one side cannot go on, or others should. */
    void move() {
        if (!from.isOpen() || !to.isOpen()) {
            return; // the session is about to hear of it, and the descriptor may be another's by now
        }
        int moved = 0;
        while (moved < turn) {
            if (pipe.held() == 0) {
                int taken = pipe.fill(fd(from), piece);
                if (taken == SpliceCall.EAGAIN) {
                    onNoBytes(moved);
                    return;
                }
                if (taken <= 0) {
                    onEnd(taken);
                    return;
                }
                moved += taken;
                movedSince = true;
                observer.onSpliced(taken);
            }
            int given = pipe.drain(fd(to));
            if (given == SpliceCall.EAGAIN) {
                littleInARow = 0;
                waitFor(Waits.FOR_ROOM);
                return;
            }
            if (given < 0) {
                onBroken(given);
                return;
            }
        }
        if (pipe.held() > 0) {
            waitFor(Waits.FOR_ROOM);
        } else {
            waitFor(Waits.FOR_BYTES);
            armPauseTimer();
            source.onReadable();
        }
    }

    private void onNoBytes(int moved) {
        littleInARow = moved < LITTLE ? littleInARow + 1 : 0;
        if (littleInARow < PATIENCE) {
            waitFor(Waits.FOR_BYTES);
            armPauseTimer();
        } else {
            onPause();
        }
    }

    private void armPauseTimer() {
        if (!isTimerArmed) {
            isTimerArmed = true;
            movedSince = false;
            var unused = from.eventLoop().schedule(this::onTime, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void onTime() {
        isTimerArmed = false;
        if (waits == Waits.FOR_BYTES) {
            if (movedSince) {
                armPauseTimer();
            } else {
                onPause();
            }
        }
    }

    private void onPause() {
        end();
        observer.onPaused();
        source.onReadable();
    }

    /** Netty finds the end as well; an error is told once, and was. */
    private void onEnd(int error) {
        if (error == 0) {
            onPause();
            return;
        }
        end();
        observer.onPaused();
        from.pipeline().fireExceptionCaught(failure(error));
    }

    private void onBroken(int error) {
        end();
        observer.onBroken();
        to.pipeline()
                .fireExceptionCaught(new ChannelOutputShutdownException("nothing more can be written", failure(error)));
    }

    private static IOException failure(int error) {
        return new IOException("splice failed with error " + -error);
    }

    private void waitFor(Waits next) {
        if (waits != next) {
            waits = next;
            source.onWaitsChanged();
            target.onWaitsChanged();
        }
    }

    private void end() {
        waits = Waits.FOR_NOTHING;
        try {
            source.readBy(null);
            target.writtenBy(null);
        } finally {
            pipe.release();
        }
    }

    private static Socket fd(Channel channel) {
        return (Socket) ((UnixChannel) channel).fd();
    }
}
