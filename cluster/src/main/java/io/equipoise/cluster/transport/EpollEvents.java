package io.equipoise.cluster.transport;

import static io.equipoise.cluster.transport.EpollInterest.ERR;
import static io.equipoise.cluster.transport.EpollInterest.IN;
import static io.equipoise.cluster.transport.EpollInterest.OUT;
import static io.equipoise.cluster.transport.EpollInterest.RDHUP;

import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Socket;

/**
 * Makes what epoll tells of one {@link EpollConnection} reads, writes, splices and its end, and then asks epoll for what
 * comes next, once. Owned by the connection's loop.
 */
final class EpollEvents implements SpliceEnd.Connection {
    private final EpollConnection connection;
    private final EpollInterest interest = new EpollInterest();
    private final EpollInput input;
    private final EpollOutput output;
    private final SpliceEnd splices;
    private boolean handling;

    EpollEvents(EpollConnection connection, Socket socket) {
        this.connection = connection;
        this.splices = new SpliceEnd(this);
        this.input = new EpollInput(connection, socket, this);
        this.output = new EpollOutput(socket);
    }

    SpliceEnd splices() {
        return splices;
    }

    EpollInput input() {
        return input;
    }

    EpollOutput output() {
        return output;
    }

    void begin(IoRegistration registration) {
        interest.begin(registration);
    }

    /** After the close, when it is not in epoll any more. */
    void end() {
        input.end();
        interest.end();
    }

    /** Epoll has told of that. */
    void on(int happened) {
        handling = true;
        try {
            if (connection.isConnected(happened)) {
                react(happened);
            }
        } finally {
            handling = false;
        }
        update();
    }

    /** Reads what epoll has told of before. */
    void readWhatIsDue() {
        handling = true;
        try {
            input.readIfWanted();
        } finally {
            handling = false;
        }
        update();
    }

    /** The next room is waited for. */
    void wantRoom() {
        interest.wantRoom();
        update();
    }

    /** Asks epoll for what is wanted now, unless an event is being handled: then after it. */
    void update() {
        if (handling) {
            return;
        }
        if (splices.isIdle()) {
            interest.tellChanges();
        } else {
            boolean reads = splices.reader() == null ? input.isWanted() : splices.readerWaits();
            interest.tellAsLongAs(reads, output.isFull() || splices.writerWaits());
        }
    }

    @Override
    public boolean isBeingRead() {
        return false;
    }

    @Override
    public void onWaitsChanged() {
        update();
    }

    /** Epoll tells: what it is asked for changes when a splice begins or ends, and in between it tells at each look. */
    @Override
    public void onReadable() {}

    private void react(int happened) {
        int rest = leaveToSplices(happened);
        if ((rest & (OUT | ERR)) != 0) {
            onRoom(rest);
        }
        if ((rest & (IN | RDHUP | ERR)) != 0 && connection.isOpen()) {
            onInput(rest);
        }
    }

    /** Returns what they leave of it. */
    private int leaveToSplices(int happened) {
        int rest = happened;
        Splice giver = splices.writer();
        if (giver != null && splices.writerWaits() && (rest & (OUT | ERR)) != 0) {
            giver.move();
            rest &= ~OUT;
        }
        Splice taker = splices.reader();
        if (taker != null) {
            if (splices.readerWaits() && (rest & (IN | RDHUP | ERR)) != 0) {
                taker.move();
            }
            rest = splices.reader() == null ? rest : rest & ~(IN | RDHUP);
        }
        return rest;
    }

    private void onRoom(int happened) {
        if (output.isFull()) {
            output.onRoom();
            connection.flushAgain();
        } else if ((happened & OUT) != 0) {
            interest.onSpareRoom();
        }
    }

    /** Nobody would notice the error of one that is not read, and has nothing to write. */
    private void onInput(int happened) {
        input.onReadable(happened);
        if (splices.reader() == null && input.isWanted()) {
            input.readIfWanted();
        } else if ((happened & ERR) != 0 && !output.isFull() && !splices.readerWaits() && !splices.writerWaits()) {
            connection.unsafe().close(connection.voidPromise());
        }
    }
}
