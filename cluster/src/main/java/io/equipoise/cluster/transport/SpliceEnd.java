package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** What splices do with one connection, in the place of Netty. Owned by its loop. */
final class SpliceEnd {
    private final Connection connection;
    private @Nullable Splice reader;
    private @Nullable Splice writer;

    /** One that can be an end of splices. */
    interface Connection {
        /** Whether the kernel may still give Netty bytes that it was asked for. */
        boolean isBeingRead();

        /** The reader or the writer wait for something else than before. */
        void onWaitsChanged();

        /** There may be something to read: whoever reads is told soon, if the kernel does not tell again by itself. */
        void onReadable();
    }

    SpliceEnd(Connection connection) {
        this.connection = connection;
    }

    /** That of a registered connection; null on another transport. */
    static @Nullable SpliceEnd of(Channel channel) {
        return channel instanceof EpollConnection own ? own.spliceEnd() : SteadyUringRegistration.spliceEndOf(channel);
    }

    /** Who takes what comes; null when Netty does. */
    @Nullable
    Splice reader() {
        return reader;
    }

    /** Who gives what goes out; Netty writes nothing meanwhile. */
    @Nullable
    Splice writer() {
        return writer;
    }

    void readBy(@Nullable Splice splice) {
        reader = splice;
        connection.onWaitsChanged();
    }

    void writtenBy(@Nullable Splice splice) {
        writer = splice;
        connection.onWaitsChanged();
    }

    boolean isIdle() {
        return reader == null && writer == null;
    }

    boolean readerWaits() {
        return reader != null && reader.waitsForBytes();
    }

    boolean writerWaits() {
        return writer != null && writer.waitsForRoom();
    }

    boolean isBeingRead() {
        return connection.isBeingRead();
    }

    void onWaitsChanged() {
        connection.onWaitsChanged();
    }

    void onReadable() {
        connection.onReadable();
    }
}
