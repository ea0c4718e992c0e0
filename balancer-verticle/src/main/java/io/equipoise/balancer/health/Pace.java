package io.equipoise.balancer.health;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Jitter;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.HealthState.Status;
import java.time.Duration;

/**
 * How long to wait for the next probe of a backend: not at all while in transition; longer while it is down and others
 * serve; never shorter than what the number of probes allows.
 */
final class Pace {
    private final String service;
    private final HealthRules rules;
    private final Need need;
    private final ControlLoop loop;

    Pace(String service, HealthRules rules, Need need, ControlLoop loop) {
        this.service = service;
        this.rules = rules;
        this.need = need;
        this.loop = loop;
    }

    /** The pause after a probe that led to that state. */
    Duration after(HealthState state) {
        if (state.inTransition()) {
            return Duration.ZERO;
        }
        boolean canWait = state.status() == Status.DOWN && !need.isShort(service);
        Duration base = canWait ? Jitter.within(rules.downInterval(), loop.random()) : interval();
        Duration fair = need.fairInterval();
        return base.compareTo(fair) > 0 ? base : Jitter.around(fair, loop.random());
    }

    /** The pause when nothing can be told from a probe for now. */
    Duration interval() {
        return Jitter.around(rules.interval(), loop.random());
    }
}
