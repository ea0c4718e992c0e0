package io.equipoise.balancer.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a session: reads its channel and writes what comes to the other side's. It reads only while there is
 * another side, and that is writable. It moves bytes and ends of directions; what ends the session it tells the {@link
 * Session}, which closes both channels. Owned by the session's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails breaks the channel, and that is an event
final class Relay extends ChannelInboundHandlerAdapter {
    private final Session session;
    private final Side side;
    private final Channel channel;
    private final Replay replay;
    private final Output output;
    private @Nullable Relay peer;
    private @Nullable Bulk bulk;
    private long bytes;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean outputBroken;
    private boolean over;

    /** Of that side; keeps what it says, within a limit, until the replay ends. */
    Relay(Session session, Side side, Channel channel, Replay replay) {
        this.session = session;
        this.side = side;
        this.channel = channel;
        this.replay = replay;
        this.output = new Output(channel);
    }

    Channel channel() {
        return channel;
    }

    /** Bytes that came from this side. */
    long bytes() {
        return bytes;
    }

    /** Whether this side was sent all bytes and the FIN. */
    boolean outputEnded() {
        return outputEnded;
    }

    /**
     * Whether the channel is connected to itself: the kernel does that when nobody listens on a port that it may choose
     * for our end.
     */
    boolean isLoop() {
        return Objects.equals(channel.localAddress(), channel.remoteAddress());
    }

    /** Whether the next event of the peer would be noticed by reading. */
    boolean reads() {
        return !inputEnded && channel.config().isAutoRead();
    }

    /** Lets bytes flow between the two; the other is sent first what this side has said to an earlier one. */
    void join(Relay other) {
        peer = other;
        other.peer = this;
        replay.writeTo(other.output);
        if (inputEnded) {
            other.endOutput();
        } else {
            other.output.flush();
        }
        other.read(true);
        read(true);
    }

    /** Reads no more until it is joined with another. */
    void part() {
        endBulk();
        peer = null;
        read(false);
    }

    Replay replay() {
        return replay;
    }

    /** Leaves the session, whose watch knows it, and ends its channel. */
    void leave(ResetWatch watch, boolean inOrder) {
        watch.forget(this);
        if (inOrder) {
            close();
        } else {
            reset();
        }
    }

    /** Ends the channel in order: FIN, unless it was sent. */
    private void close() {
        quit();
        channel.close();
    }

    /** Ends the channel with a reset, whatever its peer does not take at once of what was still to be written. */
    void reset() {
        quit();
        Endings.reset(channel);
    }

    /** A reset that reading did not show was seen in another way. */
    void onUnreadReset() {
        onGone();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        replay.keep(data);
        Relay to = peer;
        boolean isHeard = to != null && !to.outputBroken;
        if (isHeard || replay.isWhole()) {
            if (bytes == 0) {
                session.onFirstByte(side);
            }
            bytes += data.readableBytes();
        }
        if (to != null && isHeard) {
            to.output.write(data);
        } else {
            data.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Relay to = peer;
        if (to == null) {
            return;
        }
        to.output.flush();
        int spliceAfter = session.route().spliceAfterBytes();
        if (spliceAfter > 0 && bytes >= spliceAfter && !inputEnded && !replay.isWhole()) {
            if (bulk == null) {
                bulk = new Bulk(this);
            }
            bulk.onRead(to, spliceAfter);
        }
    }

    /** So many bytes came that were not read. */
    void onSpliced(int count) {
        bytes += count;
    }

    /** Whether bytes may be written to it. */
    boolean takesMore() {
        return !outputEnded && !outputBroken;
    }

    private void endBulk() {
        if (bulk != null) {
            bulk.stop();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (peer != null && !outputEnded) {
            peer.read(channel.isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof ChannelInputShutdownReadComplete) {
            onInputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        onGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ChannelOutputShutdownException) {
            onOutputBroken();
        } else if (cause instanceof IOException) {
            onGone();
        } else if (!over) {
            session.onDefect(cause);
        }
    }

    /** It is out of the session: what still happens to its channel is nobody's business. */
    private void quit() {
        endBulk();
        over = true;
        peer = null;
        output.flush(); // over io_uring a read may not be complete yet
        replay.end();
    }

    private void onGone() {
        if (!over) {
            session.onReset(side);
        }
    }

    /** Not while others read it, nor after its end. */
    void read(boolean on) {
        if (!inputEnded && (bulk == null || !bulk.isActive())) {
            channel.config().setAutoRead(on);
        }
    }

    /** Told once or twice. */
    private void onInputEnded() {
        if (inputEnded) {
            return;
        }
        inputEnded = true;
        Relay to = peer;
        if (outputBroken) {
            onGone();
        } else if (to != null && session.onInputEnded(side)) {
            to.endOutput();
        }
    }

    /** A write failed: this side is gone, but what it said before is still to be read, up to its reset. */
    private void onOutputBroken() {
        outputBroken = true;
        if (inputEnded || peer == null) {
            onGone();
        } else {
            peer.read(false);
        }
    }

    /** Sends the FIN after all bytes: to end the output at once would drop what is not yet written. */
    private void endOutput() {
        output.flush();
        if (Endings.hasUnwritten(channel)) {
            whenWritten(this::endWritten);
        } else {
            endWritten();
        }
    }

    /** Does that when all is written, unless it cannot be. */
    void whenWritten(Runnable next) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFuture written) -> {
            if (written.isSuccess()) {
                session.guarded(next);
            } else {
                onOutputBroken();
            }
        });
    }

    /** All bytes are written. When nothing else is left to do the session closes the channel, and that sends the FIN. */
    private void endWritten() {
        if (inputEnded && peer != null && peer.outputEnded) {
            onOutputEnded();
        } else {
            Endings.shutdownOutput(channel, this::onOutputEnded, this::onGone);
        }
    }

    private void onOutputEnded() {
        outputEnded = true;
        session.onOutputEnded();
    }
}
