package io.equipoise.balancer.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells backends that are silent from a balancer that is cut off. A silence counts once another backend has answered a
 * ping that was sent later. When two or more have open ports and none of them answers, it is the balancer that is cut
 * off: pings then do not count until the first is answered, and everybody starts afresh. A cut heals step by step, so the
 * silence of one who has not answered since then, and whose port is open, counts {@link #RETURN} later. Control loop only.
 */
final class ClusterWatch {
    private static final Logger log = LoggerFactory.getLogger(ClusterWatch.class);
    private static final int WITNESSES = 2;

    /** Hazelcast looks for lost members every 5 s, for 5 s at each address where nobody is, and merges one at a time. */
    static final Duration RETURN = Duration.ofSeconds(15);

    private final ClusterListener listener;
    private final Set<PingHealth> members = new LinkedHashSet<>();
    private final Set<PingHealth> suspects = new LinkedHashSet<>();
    private final Set<PingHealth> missing = new HashSet<>();
    private long lastAnswered;
    private boolean anyAnswered;
    private boolean lost;
    private long backAt;

    /**
     * Nobody to watch yet.
     *
     * @param listener is told when the cluster is lost and when it is reached again
     */
    ClusterWatch(ClusterListener listener) {
        this.listener = listener;
    }

    void add(PingHealth member) {
        members.add(member);
    }

    void remove(PingHealth member) {
        members.remove(member);
        suspects.remove(member);
        missing.remove(member);
        if (members.isEmpty()) {
            lost = false;
        }
    }

    /** Whether this balancer holds itself for cut off. */
    boolean lost() {
        return lost;
    }

    /** Whether somebody else answers pings now, and this one has had the time to. */
    boolean isAnotherAnswering(PingHealth who, long now) {
        return !mayReturn(who, now) && members.stream().anyMatch(member -> member != who && member.isAnswering());
    }

    /** Somebody answered a ping that was sent then. */
    void onAnswer(PingHealth who, long sentAt) {
        suspects.remove(who);
        missing.remove(who);
        if (!anyAnswered || sentAt - lastAnswered > 0) {
            lastAnswered = sentAt;
            anyAnswered = true;
        }
        if (lost) {
            back(who, sentAt);
        } else if (!suspects.isEmpty()) {
            List<PingHealth> convicted = suspects.stream()
                    .filter(suspect -> sentAt - suspect.missedAt() > 0 && !mayReturn(suspect, sentAt))
                    .toList();
            convicted.forEach(suspects::remove);
            convicted.forEach(PingHealth::believeSilence);
        }
    }

    /**
     * Whether its silence since a ping that was sent then is its own. Who is alone is always to blame, and so is who has
     * no open port.
     */
    boolean believes(PingHealth who, long sentAt) {
        if (lost || mayReturn(who, sentAt)) {
            return false;
        }
        boolean heardLater = anyAnswered && lastAnswered - sentAt > 0;
        boolean believed = heardLater || !who.isPortOpen() || !hasWitness(who);
        if (believed) {
            suspects.remove(who);
        }
        return believed;
    }

    /** Its silence is not believed yet: others are asked, unless they are all silent too. */
    void onSuspect(PingHealth who) {
        boolean isNew = suspects.add(who);
        if (lost) {
            return;
        }
        if (members.stream().filter(PingHealth::isPortOpen).allMatch(PingHealth::isSilent)) {
            lost = true;
            log.atWarn()
                    .addKeyValue("backends", members.size())
                    .log("lost the cluster, keeping the last known backends as long as their ports accept");
            listener.onLost(members.size());
        } else if (isNew) {
            members.stream()
                    .filter(member -> member != who && member.isPortOpen() && !member.isSilent())
                    .limit(WITNESSES)
                    .toList()
                    .forEach(PingHealth::pingNow);
        }
    }

    /** Whether the cluster came back so lately that this one may not be reached yet. */
    private boolean mayReturn(PingHealth who, long now) {
        return missing.contains(who) && now - backAt < RETURN.toNanos() && who.isPortOpen();
    }

    private boolean hasWitness(PingHealth who) {
        return members.stream().anyMatch(member -> member != who && member.isPortOpen());
    }

    private void back(PingHealth who, long sentAt) {
        lost = false;
        backAt = sentAt;
        suspects.clear();
        log.atInfo().addKeyValue("backend", who.id()).log("reached the cluster again");
        List<PingHealth> others = new ArrayList<>(members);
        others.remove(who);
        missing.addAll(others);
        others.forEach(PingHealth::startAfresh);
        listener.onBack(who.id());
    }
}
