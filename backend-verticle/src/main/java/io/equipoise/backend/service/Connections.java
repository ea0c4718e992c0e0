package io.equipoise.backend.service;

import io.equipoise.backend.load.LoadMeter;
import io.equipoise.backend.load.OpenConnection;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The TCP connections that are open at a backend: counted, and cut when there is no more time. Safe for any thread. */
public final class Connections {
    private final LoadMeter meter;
    private final Set<TcpChannel> open = ConcurrentHashMap.newKeySet();

    /** Counts into that meter. */
    public Connections(LoadMeter meter) {
        this.meter = meter;
    }

    /** Counts a socket that was just accepted until it is closed; to be called on its event loop. */
    public OpenConnection accept(NetSocket socket) {
        TcpChannel channel = TcpChannel.of(socket);
        channel.readToHeap();
        OpenConnection connection = meter.open();
        open.add(channel);
        channel.whenClosed(() -> {
            open.remove(channel);
            connection.close();
        });
        return connection;
    }

    /** Resets those that are open, and says how many. */
    int cut() {
        List<TcpChannel> left = List.copyOf(open);
        left.forEach(TcpChannel::reset);
        return left.size();
    }
}
