package io.equipoise.cluster.transport;

import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import org.jspecify.annotations.Nullable;

/**
 * What epoll shall tell of one {@link EpollConnection}. Usually each change, once: what it is asked for then stays the same
 * while reading goes on and off. Who splices wants to be told as long as it is so. Owned by the connection's loop.
 */
final class EpollInterest {
    // linux/eventpoll.h
    static final int IN = 0x1;
    static final int PRI = 0x2;
    static final int OUT = 0x4;
    static final int ERR = 0x8;
    static final int HUP = 0x10;
    static final int RDHUP = 0x2000;

    private static final EpollIoOps INPUT = EpollIoOps.valueOf(IN | PRI | RDHUP | EpollIoOps.EPOLLET.value());
    private static final EpollIoOps INPUT_AND_ROOM = EpollIoOps.valueOf(INPUT.value() | OUT);

    /** Of one that was connected, with its first bytes and with the next: who goes on is told of room each time. */
    private static final int SPARE_ROOMS = 3;

    private @Nullable IoRegistration registration;
    private EpollIoOps told = EpollIoOps.NONE;
    private boolean room;
    private int spareRooms;

    void begin(IoRegistration registration) {
        this.registration = registration;
    }

    /** Takes it out of epoll, which has let go of it when it was closed before. */
    void end() {
        if (registration != null) {
            registration.cancel();
        }
    }

    void wantRoom() {
        room = true;
        spareRooms = 0;
    }

    /** Epoll told of room that nobody waited for. */
    void onSpareRoom() {
        if (++spareRooms == SPARE_ROOMS) {
            room = false;
        }
    }

    /** Epoll is to tell of each change. */
    void tellChanges() {
        tell(room ? INPUT_AND_ROOM : INPUT);
    }

    /** Epoll is to tell of that as long as it is so, and of errors. */
    void tellAsLongAs(boolean readable, boolean writable) {
        int wish = (readable ? IN | RDHUP : 0) | (writable ? OUT : 0);
        tell(wish == 0 ? EpollIoOps.EPOLLET : EpollIoOps.valueOf(wish));
    }

    /** What it was told before is no news. */
    private void tell(EpollIoOps wish) {
        IoRegistration known = registration;
        if (known != null && !wish.equals(told) && known.isValid()) {
            known.submit(wish);
            told = wish;
        }
    }
}
