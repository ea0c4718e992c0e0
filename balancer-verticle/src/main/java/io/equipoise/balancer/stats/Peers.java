package io.equipoise.balancer.stats;

import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.InvalidMessage.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All balancers that tell what they have counted, this one among them. One thread at a time. */
final class Peers {
    /** Those that have said nothing for longer are gone. */
    static final long LOST_MILLIS = 30_000;

    /** How many balancers are shown at most. */
    static final int MOST = 64;

    private static final int MOST_GONE = 1_024;

    private final Map<String, Peer> peers = new TreeMap<>();

    /** The last sequence of those that are gone, so that what they have said cannot be said again in their name. */
    private final Map<String, Long> gone = new LinkedHashMap<>();

    /**
     * Takes what a balancer has told.
     *
     * @return whether it was not known
     * @throws InvalidMessage when it is old, or too much
     */
    boolean accept(Report report, long nanoTime) throws InvalidMessage {
        Peer known = peers.get(report.balancer());
        if (known != null) {
            known.accept(report, nanoTime);
            return false;
        }
        if (report.sequence() <= gone.getOrDefault(report.balancer(), 0L)) {
            throw new InvalidMessage(Reason.REPLAYED, "from a balancer that is gone");
        }
        if (peers.size() >= MOST) {
            throw new InvalidMessage(Reason.OVERSIZE, "there are " + MOST + " balancers already");
        }
        Peer fresh = new Peer(report.balancer());
        fresh.accept(report, nanoTime);
        peers.put(report.balancer(), fresh);
        return true;
    }

    /** Forgets those that are gone. */
    void forget(long nanoTime) {
        peers.values().removeIf(peer -> {
            boolean lost = peer.ageMillis(nanoTime) > LOST_MILLIS;
            if (lost) {
                gone.put(peer.id(), peer.sequence());
            }
            return lost;
        });
        var oldestFirst = gone.keySet().iterator();
        while (gone.size() > MOST_GONE) {
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    /** Whether all of those are known, as far as there is room for them, and none has been silent for a while. */
    boolean hears(Set<String> ids, long nanoTime) {
        return ids.stream().allMatch(id -> {
            Peer peer = peers.get(id);
            return peer == null ? peers.size() >= MOST : !peer.isStale(nanoTime);
        });
    }

    int size() {
        return peers.size();
    }

    /** What each has counted, by id. */
    List<Slice> slices(Window window, long nanoTime) {
        List<Slice> slices = new ArrayList<>();
        peers.values().forEach(peer -> slices.add(peer.slice(window, nanoTime)));
        return slices;
    }
}
