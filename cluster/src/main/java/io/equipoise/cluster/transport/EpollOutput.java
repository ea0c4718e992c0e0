package io.equipoise.cluster.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes one {@link EpollConnection}, until its socket has no room. Owned by the connection's loop. */
final class EpollOutput {
    /** Buffers that go out by one call. */
    private static final int TOGETHER = 64;

    private static final FastThreadLocal<IovArray> VECTORS = new FastThreadLocal<>() {
        @Override
        protected IovArray initialValue() {
            return new IovArray(TOGETHER);
        }

        @Override
        protected void onRemoval(IovArray vectors) {
            vectors.release();
        }
    };

    private final Socket socket;
    private boolean full;

    EpollOutput(Socket socket) {
        this.socket = socket;
    }

    /** Whether the socket had no room and has not told of any since. */
    boolean isFull() {
        return full;
    }

    void onRoom() {
        full = false;
    }

    /** Writes by so many calls, until all is written or the socket is full. */
    void write(ChannelOutboundBuffer out, int calls) throws Exception {
        for (int left = calls; left > 0 && !full && !out.isEmpty(); left--) {
            full = out.size() == 1 ? !writeOne(out) : !writeSeveral(out);
        }
    }

    /** Whether it took all; then it is released. An error is the next write's to tell. */
    boolean sendAtOnce(ByteBuf data) {
        if (full || !data.hasMemoryAddress()) {
            return false;
        }
        try {
            data.skipBytes(send(data));
        } catch (IOException e) {
            return false;
        }
        if (data.isReadable()) {
            return false;
        }
        data.release();
        return true;
    }

    /** One that the kernel can read: the given one, or a copy in its place. */
    static ByteBuf readable(Object message, ByteBufAllocator allocator) {
        if (!(message instanceof ByteBuf data)) {
            throw new UnsupportedOperationException("buffers can be written, no " + message.getClass());
        }
        if (data.hasMemoryAddress() || (data.isDirect() && data.nioBufferCount() == 1)) {
            return data;
        }
        try {
            return allocator.directBuffer(Math.max(1, data.readableBytes())).writeBytes(data);
        } finally {
            data.release();
        }
    }

    /** Whether there was room. */
    private boolean writeOne(ChannelOutboundBuffer out) throws IOException {
        ByteBuf data = (ByteBuf) out.current();
        boolean isEmpty = !data.isReadable();
        int sent = isEmpty ? 0 : send(data);
        out.removeBytes(sent);
        return sent > 0 || isEmpty;
    }

    /** So many of its bytes; they stay in it. */
    private int send(ByteBuf data) throws IOException {
        int at = data.readerIndex();
        if (data.hasMemoryAddress()) {
            return socket.sendAddress(data.memoryAddress(), at, data.writerIndex());
        }
        ByteBuffer window = data.internalNioBuffer(at, data.readableBytes());
        return socket.send(window, window.position(), window.limit());
    }

    private boolean writeSeveral(ChannelOutboundBuffer out) throws Exception {
        IovArray vectors = VECTORS.get();
        vectors.clear();
        out.forEachFlushedMessage(vectors);
        long written = vectors.count() == 0 ? 0 : socket.writevAddresses(vectors.memoryAddress(0), vectors.count());
        out.removeBytes(written);
        return written > 0 || vectors.count() == 0;
    }
}
