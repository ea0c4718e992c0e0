package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/**
 * A socket of Netty's in epoll that stays there until it is closed. Since 4.2.13 (netty/netty#16689) Netty takes a socket it
 * waits for nothing of out of epoll, and cannot put it back: the next wish fails with ENOENT. A client that half-closes
 * and then reads slowly loses the rest of its answer; a listening socket that paused never accepts again.
 *
 * <ul>
 *   <li>A wish for nothing becomes one for edge-triggered errors: it can be changed later, it does not wake the loop over
 *       and over, and it still tells of a reset.
 *   <li>Netty is never told of the peer's FIN (EPOLLRDHUP). It would answer by reading all that lies in the kernel, however
 *       long reading is switched off; without it the FIN is found by reading, after the bytes before it.
 *   <li>What is wished while an event is handled reaches epoll after it, once, and only if it is another wish than before:
 *       Netty wishes three times for a socket that has connected, a system call each.
 *   <li>An error of a socket that is not read any more closes it. Netty drops it, and the peer's reset would never be
 *       noticed.
 *   <li>A listening socket of the balancer's accepts {@link EpollConnection}s.
 * </ul>
 *
 * Owned by the socket's loop.
 */
final class SteadyEpollRegistration extends SteadyRegistration implements EpollIoHandle {
    private static final EpollIoOps WAITING = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

    private final EpollIoHandle socket;
    private final Channel channel;
    private final boolean accepts;
    private boolean quiet = true;
    private boolean handling;
    private EpollIoOps wish = EpollIoOps.NONE;
    private EpollIoOps told = EpollIoOps.NONE;

    private SteadyEpollRegistration(EpollIoHandle socket, Channel channel) {
        super(socket);
        this.socket = socket;
        this.channel = channel;
        this.accepts = EpollAccepts.isFor(channel);
    }

    static IoRegistration of(IoHandler epoll, IoHandle handle) throws Exception {
        Channel channel = channelOf(handle);
        if (channel != null && !(channel instanceof EpollConnection) && handle instanceof EpollIoHandle socket) {
            return new SteadyEpollRegistration(socket, channel).in(epoll);
        }
        return epoll.register(handle);
    }

    @Override
    public long submit(IoOps ops) {
        EpollIoOps asked = (EpollIoOps) ops;
        quiet = !asked.contains(WAITING);
        wish = quiet ? EpollIoOps.EPOLLET : asked.without(EpollIoOps.EPOLLRDHUP);
        if (!handling) {
            tell();
        }
        return wish.value();
    }

    /** What epoll was told before is no news. */
    private void tell() {
        if (!wish.equals(told) && isValid()) {
            registration().submit(wish);
            told = wish;
        }
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        handling = true;
        try {
            if (accepts) {
                EpollAccepts.accept(channel);
            } else {
                socket.handle(this, event);
            }
        } finally {
            handling = false;
        }
        tell();
        if (quiet && ((EpollIoEvent) event).ops().contains(EpollIoOps.EPOLLERR) && isValid()) {
            close();
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket.fd();
    }
}
