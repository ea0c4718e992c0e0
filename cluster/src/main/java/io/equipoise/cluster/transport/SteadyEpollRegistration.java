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
 * A socket in epoll that stays there until it is closed. Since 4.2.13 (netty/netty#16689) Netty takes a socket it waits
 * for nothing of out of epoll, and cannot put it back: the next wish fails with ENOENT. A client that half-closes and
 * then reads slowly loses the rest of its answer; a listening socket that paused never accepts again.
 *
 * <ul>
 *   <li>A wish for nothing becomes one for edge-triggered errors: it can be changed later, it does not wake the loop over
 *       and over, and it still tells of a reset.
 *   <li>Netty is never told of the peer's FIN (EPOLLRDHUP). It would answer by reading all that lies in the kernel, however
 *       long reading is switched off; without it the FIN is found by reading, after the bytes before it. It is asked for
 *       together with bytes alone, to be known before it is read.
 *   <li>What is wished while an event is handled reaches epoll after it, once, and only if it is another wish than before:
 *       Netty wishes three times for a socket that has connected, a system call each.
 *   <li>An error of a socket that is not read any more closes it. Netty drops it, and the peer's reset would never be
 *       noticed.
 * </ul>
 *
 * Owned by the socket's loop.
 */
final class SteadyEpollRegistration extends SteadyConnection implements EpollIoHandle {
    private static final EpollIoOps WAITING = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);
    private static final EpollIoOps WRITABLE = EpollIoOps.EPOLLOUT.with(EpollIoOps.EPOLLERR);
    private static final EpollIoOps READABLE =
            EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLERR);

    private final EpollIoHandle socket;
    private final Channel channel;
    private boolean quiet = true;
    private boolean handling;
    private EpollIoOps asked = EpollIoOps.NONE;
    private EpollIoOps wish = EpollIoOps.NONE;
    private EpollIoOps told = EpollIoOps.NONE;

    private SteadyEpollRegistration(EpollIoHandle socket, Channel channel) {
        super(socket);
        this.socket = socket;
        this.channel = channel;
    }

    static IoRegistration of(IoHandler epoll, IoHandle handle) throws Exception {
        Channel channel = channelOf(handle);
        if (handle instanceof EpollIoHandle socket && channel != null) {
            return new SteadyEpollRegistration(socket, channel).in(epoll, channel);
        }
        return epoll.register(handle);
    }

    @Override
    public long submit(IoOps ops) {
        asked = (EpollIoOps) ops;
        onWaitsChanged();
        return wish.value();
    }

    @Override
    void onWaitsChanged() {
        EpollIoOps wished = asked;
        if (readerWaits()) {
            wished = wished.with(EpollIoOps.EPOLLIN);
        } else if (reader() != null) {
            wished = wished.without(EpollIoOps.EPOLLIN);
        }
        if (writerWaits()) {
            wished = wished.with(EpollIoOps.EPOLLOUT);
        }
        wished = wished.contains(EpollIoOps.EPOLLIN)
                ? wished.with(EpollIoOps.EPOLLRDHUP)
                : wished.without(EpollIoOps.EPOLLRDHUP);
        quiet = !wished.contains(WAITING);
        wish = quiet ? EpollIoOps.EPOLLET : wished;
        if (!handling && isValid()) {
            tell();
        }
    }

    @Override
    boolean isBeingRead() {
        return false;
    }

    /** Epoll tells again, as long as it is so. */
    @Override
    void onReadable() {}

    /** What epoll was told before is no news. */
    private void tell() {
        if (!wish.equals(told)) {
            registration().submit(wish);
            told = wish;
        }
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent ioEvent) {
        EpollIoEvent event = (EpollIoEvent) ioEvent;
        handling = true;
        try {
            if (reader() == null && writer() == null) {
                tellNetty(event);
            } else {
                onSpliced(event);
            }
        } finally {
            handling = false;
        }
        if (!isValid()) {
            return;
        }
        tell();
        if (quiet && event.ops().contains(EpollIoOps.EPOLLERR)) {
            close();
        }
    }

    private void tellNetty(EpollIoEvent event) {
        if (event.ops().contains(EpollIoOps.EPOLLRDHUP)) {
            InputEnd.markKnown(channel);
            socket.handle(this, new Happened(event.ops().without(EpollIoOps.EPOLLRDHUP)));
        } else {
            socket.handle(this, event);
        }
    }

    /** Netty is told what the splices leave of it. */
    private void onSpliced(EpollIoEvent event) {
        EpollIoOps rest = event.ops();
        Splice giver = writer();
        if (giver != null && writerWaits() && rest.contains(WRITABLE)) {
            giver.move();
            rest = rest.without(EpollIoOps.EPOLLOUT);
        }
        Splice taker = reader();
        if (taker != null) {
            if (readerWaits() && rest.contains(READABLE)) {
                taker.move();
            }
            rest = reader() == null ? rest : rest.without(READABLE);
        }
        if (rest.value() != 0 && isValid()) {
            tellNetty(new Happened(rest));
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket.fd();
    }

    private record Happened(EpollIoOps ops) implements EpollIoEvent {}
}
