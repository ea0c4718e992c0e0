package io.equipoise.cluster.transport;

import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

/** A read that Netty asks the ring for, done by a call of its own: the ring would do it when the loop next enters it. */
final class RingRead {
    // linux/io_uring.h and asm-generic/errno.h
    private static final int CQE_F_SOCK_NONEMPTY = 1 << 2;
    private static final int EBADF = 9;
    private static final int ENOTCONN = 107;

    private RingRead() {}

    /**
     * Reads once without waiting, from a socket that never waits.
     *
     * @param untilEmpty whether something may come after a read that does not fill its buffer: an end, an error, or what is
     *     behind an urgent byte
     * @return what the ring would have told of it; Netty reads on when it says that there is more
     */
    static IoUringIoEvent now(IoUringIoOps read, Socket socket, boolean untilEmpty) {
        int most = RingOps.length(read);
        int res = receive(socket, RingOps.address(read), most);
        boolean isMore = res == most || (res > 0 && untilEmpty);
        return new IoUringIoEvent(res, isMore ? CQE_F_SOCK_NONEMPTY : 0, RingOps.RECV, RingOps.data(read));
    }

    /** How many bytes; 0 at the end; else the error's number, negative. */
    private static int receive(Socket socket, long address, int most) {
        if (!socket.isOpen()) {
            return -EBADF; // the descriptor may be another's by now
        }
        try {
            int received = socket.recvAddress(address, 0, most);
            return received == 0 ? SpliceCall.EAGAIN : Math.max(received, 0); // Netty's words for "not now" and the end
        } catch (Errors.NativeIoException e) {
            return e.expectedErr();
        } catch (NotYetConnectedException e) {
            return -ENOTCONN;
        } catch (IOException e) { // the kernel knows no such descriptor
            return -EBADF;
        }
    }
}
