package io.equipoise.cluster.transport;

import static io.equipoise.cluster.transport.EpollInterest.ERR;
import static io.equipoise.cluster.transport.EpollInterest.HUP;
import static io.equipoise.cluster.transport.EpollInterest.PRI;
import static io.equipoise.cluster.transport.EpollInterest.RDHUP;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.Socket;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@link EpollConnection}. Epoll tells once that something came: whether it is all read is known here. A read that
 * fills less than its buffer was the last one, but after an error, which is to be found, or an urgent byte, which reads stop at;
 * and what comes after the last one is the end, if epoll told of the FIN. Owned by the connection's loop.
 */
final class EpollInput {
    private final EpollConnection connection;
    private final Socket socket;
    private final EpollEvents events;
    private final Runnable onDue = this::onDue;
    private boolean asked;
    private boolean unread;
    private boolean untilEmpty;
    private boolean finTold;
    private boolean endFound;
    private boolean reading;
    private boolean due;
    private boolean ended;

    EpollInput(EpollConnection connection, Socket socket, EpollEvents events) {
        this.connection = connection;
        this.socket = socket;
        this.events = events;
    }

    /** Whether what comes is to be read. */
    boolean isWanted() {
        return !ended && (asked || connection.config().isAutoRead());
    }

    /** The next bytes are wanted. Who asks is in the middle of something: what is there already is read after it. */
    void want() {
        asked = true;
        if (unread && !reading && !due && !ended) {
            due = true;
            connection.eventLoop().execute(onDue);
        }
    }

    /** Reading was switched off. */
    void wantNoMore() {
        asked = false;
    }

    /** Something came. */
    void onReadable(int happened) {
        unread = true;
        untilEmpty |= (happened & (PRI | ERR | HUP)) != 0;
        finTold |= (happened & RDHUP) != 0;
    }

    /** The connection is closed. */
    void end() {
        ended = true;
    }

    private void onDue() {
        due = false;
        if (unread) {
            events.readWhatIsDue();
        }
    }

    void readIfWanted() {
        if (!isWanted() || events.splices().reader() != null || !connection.isOpen()) {
            return;
        }
        reading = true; // each read that completes asks for the next
        try {
            read();
        } finally {
            reading = false;
        }
        if (unread && isWanted() && !due) {
            due = true; // after the loop's next look: others get their turn first
            var unused = connection.eventLoop().schedule(onDue, 1, TimeUnit.NANOSECONDS);
        }
    }

    private void read() {
        ChannelConfig config = connection.config();
        ChannelPipeline pipeline = connection.pipeline();
        RecvByteBufAllocator.ExtendedHandle turn =
                (RecvByteBufAllocator.ExtendedHandle) connection.unsafe().recvBufAllocHandle();
        turn.reset(config);
        Throwable failure = null;
        try {
            do {
                ByteBuf data = receive(config.getAllocator().directBuffer(turn.guess()), turn);
                if (data == null) {
                    break;
                }
                asked = false;
                pipeline.fireChannelRead(data);
            } while (unread && isWanted() && turn.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
        turn.readComplete();
        pipeline.fireChannelReadComplete();
        if (failure != null) {
            pipeline.fireExceptionCaught(failure);
        }
        if (failure != null || endFound) {
            onEnd(pipeline);
        }
    }

    /** What is there; null when nothing is, or the end. */
    private @Nullable ByteBuf receive(ByteBuf data, RecvByteBufAllocator.ExtendedHandle turn) throws IOException {
        int room = data.writableBytes();
        int count = -1;
        turn.attemptedBytesRead(room);
        try {
            count = receive(data, room);
        } finally {
            turn.lastBytesRead(count);
            boolean isLast = count > 0 && count < room && !untilEmpty;
            unread = count > 0 && !isLast;
            endFound = count < 0 || (isLast && finTold);
            if (count <= 0) {
                data.release();
            }
        }
        if (count <= 0) {
            return null;
        }
        turn.incMessagesRead(1);
        return data.writerIndex(data.writerIndex() + count);
    }

    private int receive(ByteBuf data, int room) throws IOException {
        int at = data.writerIndex();
        if (data.hasMemoryAddress()) {
            return socket.recvAddress(data.memoryAddress(), at, at + room);
        }
        ByteBuffer window = data.internalNioBuffer(at, room);
        return socket.recv(window, window.position(), window.limit());
    }

    private void onEnd(ChannelPipeline pipeline) {
        if (!ended) {
            ended = true;
            pipeline.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }
}
