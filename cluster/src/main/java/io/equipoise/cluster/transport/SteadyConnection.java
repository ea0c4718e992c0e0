package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** That of a connection, which others than Netty may read and write. Owned by its loop. */
abstract class SteadyConnection extends SteadyRegistration {
    private static final AttributeKey<SteadyConnection> OF_CHANNEL = AttributeKey.valueOf(SteadyConnection.class, "of");

    private @Nullable Splice reader;
    private @Nullable Splice writer;

    SteadyConnection(IoHandle socket) {
        super(socket);
    }

    /** Registers this in the place of its channel's socket. */
    final IoRegistration in(IoHandler handler, Channel channel) throws Exception {
        channel.attr(OF_CHANNEL).set(this);
        return in(handler);
    }

    /** That of a registered connection; null on another transport. */
    static @Nullable SteadyConnection of(Channel channel) {
        return channel.attr(OF_CHANNEL).get();
    }

    /** Who takes what comes, in the place of Netty; null when Netty does. */
    final @Nullable Splice reader() {
        return reader;
    }

    /** Who gives what goes out; Netty writes nothing meanwhile. */
    final @Nullable Splice writer() {
        return writer;
    }

    final void readBy(@Nullable Splice splice) {
        reader = splice;
        onWaitsChanged();
    }

    final void writtenBy(@Nullable Splice splice) {
        writer = splice;
        onWaitsChanged();
    }

    final boolean readerWaits() {
        return reader != null && reader.waitsForBytes();
    }

    final boolean writerWaits() {
        return writer != null && writer.waitsForRoom();
    }

    /** Whether the kernel may still give Netty bytes that it was asked for. */
    abstract boolean isBeingRead();

    /** The reader or the writer wait for something else than before. */
    abstract void onWaitsChanged();

    /** There may be something to read: whoever reads is told soon, if the kernel does not tell again by itself. */
    abstract void onReadable();
}
