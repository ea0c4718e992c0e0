package io.equipoise.cluster.transport;

import io.netty.channel.unix.FileDescriptor;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipe of the kernel, on the way from one socket to another. Each loop has a limited number of them, and keeps a few for
 * the next who asks. Owned by the loop.
 */
final class Pipe {
    /** What Linux holds in a pipe, unless the pipes of a user are too many. */
    static final int ROOM = 64 << 10;

    /**
     * Two descriptors each. With a loop for each core the loops have half of the 1,024 pipes that a user gets in full size
     * (Linux, {@code pipe-user-pages-soft}): smaller ones would cost more than they save.
     */
    static final int MOST = Math.max(8, Math.min(128, 512 / NettyRuntime.availableProcessors()));

    private static final int MOST_IDLE = 16;
    private static final Logger log = LoggerFactory.getLogger(Pipe.class);
    private static final FastThreadLocal<Store> STORE = new FastThreadLocal<>() {
        @Override
        protected Store initialValue() {
            return new Store();
        }

        @Override
        protected void onRemoval(Store store) {
            store.idle.forEach(Pipe::discard);
        }
    };

    private final Store home;
    private final FileDescriptor readEnd;
    private final FileDescriptor writeEnd;
    private int held;

    private Pipe(Store home, FileDescriptor readEnd, FileDescriptor writeEnd) {
        this.home = home;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /** An empty one; null when there are enough of them, or no descriptors left. */
    static @Nullable Pipe take() {
        Store store = STORE.get();
        Pipe idle = store.idle.poll();
        if (idle != null) {
            return idle;
        }
        if (store.open == MOST) {
            return null;
        }
        try {
            FileDescriptor[] ends = FileDescriptor.pipe();
            store.open++;
            return new Pipe(store, ends[0], ends[1]);
        } catch (IOException e) {
            log.atDebug().setCause(e).log("no pipe to splice by");
            return null;
        }
    }

    /** Bytes in it. */
    int held() {
        return held;
    }

    /** Takes so much of what the socket has; answers as {@link SpliceCall#splice}. */
    int fill(FileDescriptor socket, int most) {
        int moved = SpliceCall.splice(socket.intValue(), writeEnd.intValue(), most);
        held += Math.max(moved, 0);
        return moved;
    }

    /** Gives the socket what it has; answers as {@link SpliceCall#splice}. */
    int drain(FileDescriptor socket) {
        int moved = SpliceCall.splice(readEnd.intValue(), socket.intValue(), held);
        held -= Math.max(moved, 0);
        return moved;
    }

    /** Gives it back; what is in it is lost. */
    void release() {
        if (held == 0 && home.idle.size() < MOST_IDLE) {
            home.idle.push(this);
        } else {
            discard();
        }
    }

    private void discard() {
        home.open--;
        close(readEnd);
        close(writeEnd);
    }

    private static void close(FileDescriptor end) {
        try {
            end.close();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("a pipe could not be closed");
        }
    }

    private static final class Store {
        private final ArrayDeque<Pipe> idle = new ArrayDeque<>();
        private int open;
    }
}
