package io.equipoise.cluster.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection in epoll that asks the kernel for half as much as Netty's: it is put into epoll once, edge-triggered, and
 * taken out by its close; it looks up no addresses, options and buffer sizes that nobody asks for. It behaves as Netty's does
 * with {@code ALLOW_HALF_CLOSURE}: the peer's FIN is found by reading, after the bytes before it, and is a {@link
 * io.netty.channel.socket.ChannelInputShutdownEvent}. An error of one that is not read, and has nothing to write, closes it.
 *
 * <p>It stays on the loop that it was registered with, and writes nothing but buffers. Owned by that loop.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7), on edge-triggered notification</a>
 */
final class EpollConnection extends AbstractChannel implements UnixChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final Socket socket;
    private final ChannelConfig config;
    private final EpollConnect connect;
    private final EpollEvents events;
    private volatile @Nullable SocketAddress remote;
    private volatile boolean active;

    private EpollConnection(@Nullable ServerChannel listening, Socket socket) {
        super(listening);
        this.socket = socket;
        this.connect = new EpollConnect(socket);
        this.events = new EpollEvents(this, socket);
        this.config = new EpollConnectionConfig(this, socket, events);
    }

    /** One that was accepted. */
    EpollConnection(ServerChannel listening, Socket socket, InetSocketAddress remote) {
        this(listening, socket);
        this.remote = remote;
        this.active = true;
    }

    /** One to connect there. */
    static EpollConnection to(InetSocketAddress address) {
        return new EpollConnection(null, OpenSocket.to(address));
    }

    /** What the loop calls, and Netty. */
    private final class Own extends AbstractUnsafe implements EpollIoHandle, SteadyHandler.Newcomer {
        private @Nullable SteadyHandler handler;
        private long registeredAt;

        @Override
        public void registeredIn(SteadyHandler handler) {
            this.handler = handler;
            registeredAt = handler.looks();
        }

        @Override
        public FileDescriptor fd() {
            return socket;
        }

        /** What epoll had found before is of a socket that had the same descriptor. */
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            if (handler != null && handler.looks() != registeredAt) {
                events.on(((EpollIoEvent) event).ops().value());
            }
        }

        @Override
        public void close() {
            close(voidPromise());
        }

        @Override
        public void connect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) {
            if (promise.isDone() || !ensureOpen(promise)) {
                return;
            }
            try {
                connect.checkNone();
                remote = to;
                if (from != null) {
                    socket.bind(from);
                }
                if (socket.connect(to)) {
                    onConnected(promise);
                } else {
                    connect.begin(promise, eventLoop(), config.getConnectTimeoutMillis(), this::onTimeout);
                }
                events.wantRoom();
            } catch (IOException | RuntimeException e) {
                promise.tryFailure(annotateConnectException(e, to));
                closeIfClosed();
            }
        }

        private void onTimeout() {
            connect.end()
                    .tryFailure(new ConnectTimeoutException(
                            "connection timed out after " + config.getConnectTimeoutMillis() + " ms: " + remote));
            close();
        }

        private void finishConnect(int happened) {
            try {
                if (connect.isDone(happened)) {
                    onConnected(connect.end());
                }
            } catch (IOException e) {
                connect.end().tryFailure(annotateConnectException(e, remote));
            }
        }

        private void onConnected(ChannelPromise promise) {
            active = true;
            boolean isWanted = promise.trySuccess();
            if (active) {
                pipeline().fireChannelActive();
            }
            if (!isWanted) {
                close();
            }
        }

        /** While there is no room it would be tried in vain. */
        @Override
        protected void flush0() {
            if (!events.output().isFull()) {
                super.flush0();
            }
        }
    }

    private Own own() {
        return (Own) unsafe();
    }

    /** Whether it is, now that this has happened. */
    boolean isConnected(int happened) {
        if (connect.isUnderWay()) {
            own().finishConnect(happened);
        }
        return active;
    }

    /** Whether all of it was sent, and nothing waited before it. */
    boolean sendAtOnce(ByteBuf data) {
        ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
        boolean isFirst = waiting != null && waiting.totalPendingWriteBytes() == 0;
        return active && isFirst && events.output().sendAtOnce(data);
    }

    void flushAgain() {
        own().flush0();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Own();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isCompatible(Own.class);
    }

    /** One that was accepted is put into epoll, which may have no room for it. */
    @Override
    protected void doRegister(ChannelPromise promise) {
        ((IoEventLoop) eventLoop()).register(own()).addListener((Future<IoRegistration> registered) -> {
            try {
                events.begin(registered.get());
                if (active) {
                    events.update();
                }
                promise.setSuccess();
            } catch (ExecutionException | UncheckedIOException e) {
                promise.setFailure(e);
            }
        });
    }

    @Override
    protected void doBeginRead() {
        events.input().want();
        events.update();
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        return EpollOutput.readable(message, alloc());
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        events.output().write(out, config.getWriteSpinCount());
        if (events.output().isFull()) {
            events.wantRoom();
        } else if (!out.isEmpty()) {
            eventLoop().execute(this::flushAgain);
        }
    }

    @Override
    protected void doShutdownOutput() throws IOException {
        socket.shutdown(false, true);
    }

    @Override
    protected void doClose() throws IOException {
        active = false;
        if (connect.isUnderWay()) {
            connect.end().tryFailure(new ClosedChannelException());
        }
        try {
            socket.close();
        } finally {
            events.end();
        }
    }

    @Override
    protected void doDisconnect() throws IOException {
        doClose();
    }

    @Override
    protected void doDeregister() {
        events.end();
    }

    @Override
    protected void doBind(SocketAddress address) throws IOException {
        socket.bind(address);
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return socket.localAddress();
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isActive() {
        return active;
    }

    SpliceEnd spliceEnd() {
        return events.splices();
    }
}
