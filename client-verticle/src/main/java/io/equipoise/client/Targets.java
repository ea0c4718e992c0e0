package io.equipoise.client;

import io.vertx.core.net.SocketAddress;
import java.util.List;

/** Where connections go, in turn. Never empty: when nobody can be found any more, the last known ones stay. */
final class Targets {
    private List<SocketAddress> addresses;
    private int turn;

    /**
     * Starts with those.
     *
     * @param addresses at least one
     * @param turn which one is first
     */
    Targets(List<SocketAddress> addresses, int turn) {
        this.addresses = List.copyOf(addresses);
        this.turn = turn;
    }

    SocketAddress next() {
        turn = Math.floorMod(turn, addresses.size());
        return addresses.get(turn++);
    }

    /** Takes what was found; says whether that is news. */
    boolean replace(List<SocketAddress> found) {
        if (found.isEmpty() || found.equals(addresses)) {
            return false;
        }
        addresses = List.copyOf(found);
        return true;
    }

    List<SocketAddress> addresses() {
        return addresses;
    }
}
