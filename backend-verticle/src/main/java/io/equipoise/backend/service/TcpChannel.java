package io.equipoise.backend.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * The Netty channel below a socket or an HTTP connection, for what Vert.x does not offer: to keep on writing after the
 * peer has ended, to reset, and to learn of the end without taking the socket's own close handler. The only class of
 * this module that touches Netty and the inside of Vert.x. Used on the connection's event loop.
 */
final class TcpChannel {
    private static final String VERTX = "handler";

    private final ChannelHandlerContext context;

    private TcpChannel(ChannelHandlerContext context) {
        this.context = context;
    }

    static TcpChannel of(NetSocket socket) {
        return new TcpChannel(((NetSocketInternal) socket).channelHandlerContext());
    }

    /** That of a connection which a server of Vert.x has accepted. */
    static TcpChannel of(HttpConnection connection) {
        return new TcpChannel(((HttpServerConnection) connection).channelHandlerContext());
    }

    /**
     * Keeps the socket open when its peer has ended (FIN). The socket's handler is then given an empty buffer after the
     * last bytes, and nothing else ever is empty.
     */
    void markEnd() {
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        context.pipeline().addBefore(VERTX, "end-marker", new EndMarker());
    }

    /**
     * Copies what is read to the heap before Vert.x has it, which then makes no copy of its own. Vert.x 5.0 forgets to
     * release what it has read of a socket that is paused when it is closed: up to 8 buffers for each.
     */
    void readToHeap() {
        context.pipeline().addBefore(VERTX, "heap-copy", new HeapCopy());
    }

    /** Calls back on the event loop once the socket is closed, however that came. */
    void whenClosed(Runnable action) {
        context.channel().closeFuture().addListener(future -> action.run());
    }

    /** Ends the connection with a reset (RST), whatever waits to be written; from any thread. */
    void reset() {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        // From here down the channel closes at once; from its tail Vert.x would first wait for a peer that may not
        // read.
        var unused = context.close();
    }

    /** Passes on copies that nobody needs to release. */
    private static final class HeapCopy extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
                context.fireChannelRead(message);
                return;
            }
            ByteBuf copy = Unpooled.buffer(bytes.readableBytes());
            try {
                copy.writeBytes(bytes);
            } finally {
                bytes.release();
            }
            context.fireChannelRead(copy);
        }
    }

    /** Sends the end of the stream down the way of its bytes, so that it cannot overtake those that wait. */
    private static final class EndMarker extends ChannelInboundHandlerAdapter {
        private boolean ended;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            boolean end =
                    event instanceof ChannelInputShutdownEvent || event instanceof ChannelInputShutdownReadComplete;
            if (end && !ended) {
                ended = true;
                context.fireChannelRead(Unpooled.EMPTY_BUFFER);
                context.fireChannelReadComplete();
            } else if (!end) {
                context.fireUserEventTriggered(event);
            }
        }
    }
}
