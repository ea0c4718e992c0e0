package io.equipoise.balancer.health;

import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.HealthState.Status;
import java.util.function.BooleanSupplier;

/**
 * What the pings of one backend add up to. The silence that would take it down is held back until {@link ClusterWatch}
 * believes that it is the backend's own. Control loop only.
 */
final class PingHealth {
    private final String id;
    private final ClusterWatch cluster;
    private final BooleanSupplier portOpen;
    private final Runnable changed;
    private final ProbeLoop pings;
    private HealthState state;
    private long missedAt;
    private boolean suspect;

    /**
     * Nothing observed yet.
     *
     * @param portOpen whether the backend's data port accepts
     * @param changed is called when the state changes by something else than an observation
     * @param pings what pings the backend
     */
    PingHealth(
            String id,
            HealthState state,
            ClusterWatch cluster,
            BooleanSupplier portOpen,
            Runnable changed,
            ProbeLoop pings) {
        this.id = id;
        this.state = state;
        this.cluster = cluster;
        this.portOpen = portOpen;
        this.changed = changed;
        this.pings = pings;
    }

    String id() {
        return id;
    }

    HealthState state() {
        return state;
    }

    /** Takes what a ping saw that was sent then. */
    void observe(Observation seen, long sentAt) {
        switch (seen.kind()) {
            case GOOD -> {
                suspect = false;
                state = state.observe(true);
                cluster.onAnswer(this, sentAt);
            }
            case BAD -> state = state.observe(false);
            case SILENT -> onSilence(sentAt);
            case MOOT -> {}
        }
    }

    /** Whether its silence is not believed yet. */
    boolean isSuspect() {
        return suspect;
    }

    /** Whether it answered lately and nothing contradicts that. */
    boolean isAnswering() {
        return state.up() && !suspect;
    }

    /** Whether its pings have failed often enough, believed or not. */
    boolean isSilent() {
        return suspect || state.status() == Status.DOWN;
    }

    boolean isPortOpen() {
        return portOpen.getAsBoolean();
    }

    /** When the last ping was sent that was not answered. */
    long missedAt() {
        return missedAt;
    }

    void pingNow() {
        pings.probeNow();
    }

    /** The silence is its own. */
    void believeSilence() {
        suspect = false;
        state = state.observe(false);
        changed.run();
    }

    /** What was missed so far does not count, nor what is under way. */
    void startAfresh() {
        suspect = false;
        if (state.up()) {
            state = state.observe(true);
        } else if (state.status() == Status.UNKNOWN) {
            state = HealthState.unknown(state.rise(), state.fall());
        }
        pings.probeAfresh();
    }

    private void onSilence(long sentAt) {
        missedAt = sentAt;
        HealthState next = state.observe(false);
        boolean falls = next.status() == Status.DOWN && state.status() != Status.DOWN;
        if (!falls || cluster.believes(this, sentAt)) {
            suspect = false;
            state = next;
        } else {
            suspect = true;
            cluster.onSuspect(this);
        }
    }
}
