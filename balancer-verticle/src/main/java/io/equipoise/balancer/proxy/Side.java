package io.equipoise.balancer.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One of a session's two channels: passes what it reads to the other side, and nothing else.
 *
 * <p>It stands before Vert.x's own handler and takes Netty's buffers as they are. It reads only while the other side
 * can write. An end of input becomes an end of the other side's output, after all bytes before it are flushed. What
 * arrives before there is another side is held: a channel that does not read may still be read once more when its peer
 * ends early. The session decides when a channel closes.
 */
final class Side extends ChannelInboundHandlerAdapter {
    /** The kernel's number for a connection that is over (include/net/tcp_states.h). */
    private static final int TCP_CLOSE = 7;

    private final Session session;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Side other;
    private @Nullable ArrayDeque<ByteBuf> early;
    private long bytesRead;
    private boolean inputEnded;
    private boolean outputEnded;

    Side(Session session) {
        this.session = session;
    }

    /** Bytes that came from the peer. */
    long bytesRead() {
        return bytesRead;
    }

    /** Whether the peer has ended its direction. */
    boolean inputEnded() {
        return inputEnded;
    }

    /** Whether this side has passed on the end of the other's input. */
    boolean outputEnded() {
        return outputEnded;
    }

    Channel channel() {
        return context().channel();
    }

    /** Whether the channel has been made and not been closed. */
    boolean isOpen() {
        return context != null && context.channel().isActive();
    }

    /**
     * Whether the kernel has dropped the connection although Netty still holds it: after an end of input epoll does not
     * always tell of a reset. Known on Linux only.
     */
    boolean isDead() {
        return isOpen()
                && channel() instanceof EpollSocketChannel epoll
                && epoll.tcpInfo().state() == TCP_CLOSE;
    }

    /** Joins two connected sides: what either has held is passed on, and both start to read. */
    static void join(Side client, Side backend) {
        client.other = backend;
        backend.other = client;
        client.passEarly(backend);
        backend.passEarly(client);
        client.startReading();
        backend.startReading();
    }

    /** Closes the channel; with a reset the peer sees that not all was well. */
    void close(boolean reset) {
        releaseEarly();
        ChannelHandlerContext ctx = context;
        if (ctx == null || !ctx.channel().isOpen()) {
            return;
        }
        if (reset) {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        ctx.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (bytesRead == 0) {
            session.onFirstByte(this);
        }
        bytesRead += bytes.readableBytes();
        session.onActivity();
        Side to = other;
        if (to == null) {
            hold(bytes);
        } else {
            to.write(bytes, this);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Side to = other;
        if (to != null) {
            to.context().flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Side from = other;
        if (from != null && from.isOpen()) {
            from.channel().config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE && !inputEnded) {
            inputEnded = true;
            session.onInputEnded(this);
            Side to = other;
            if (to != null) {
                to.endOutput();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.onInactive(this);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            session.onReset(this);
        } else {
            session.onDefect(cause);
        }
    }

    private void write(ByteBuf bytes, Side from) {
        ChannelHandlerContext ctx = context();
        ctx.write(bytes, ctx.voidPromise());
        if (!ctx.channel().isWritable()) {
            ctx.flush();
            if (!ctx.channel().isWritable()) {
                from.channel().config().setAutoRead(false);
            }
        }
    }

    /** Shutting the output down drops what is not flushed: the end waits behind the last byte. */
    private void endOutput() {
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
            if (flushed.isSuccess() && channel().isActive()) {
                ((DuplexChannel) channel()).shutdownOutput().addListener(done -> onOutputEnded((ChannelFuture) done));
            }
        });
    }

    private void onOutputEnded(ChannelFuture done) {
        if (done.isSuccess()) {
            outputEnded = true;
            session.onOutputEnded();
        } else {
            session.onReset(this);
        }
    }

    private void startReading() {
        Side to = other;
        if (to != null && to.channel().isWritable()) {
            channel().config().setAutoRead(true);
        }
    }

    private void hold(ByteBuf bytes) {
        ArrayDeque<ByteBuf> held = early;
        if (held == null) {
            held = new ArrayDeque<>(2);
            early = held;
        }
        held.add(bytes);
    }

    private void passEarly(Side to) {
        ArrayDeque<ByteBuf> held = early;
        early = null;
        if (held != null) {
            held.forEach(bytes -> to.context().write(bytes, to.context().voidPromise()));
            to.context().flush();
        }
        if (inputEnded) {
            to.endOutput();
        }
    }

    private void releaseEarly() {
        ArrayDeque<ByteBuf> held = early;
        early = null;
        if (held != null) {
            held.forEach(ByteBuf::release);
        }
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("the side has no channel yet");
        }
        return ctx;
    }
}
