package io.equipoise.balancer.health;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Jitter;
import io.equipoise.balancer.control.Timers.Timer;
import io.equipoise.balancer.pool.Backend.Mode;
import io.equipoise.balancer.pool.Backend.Origin;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.HealthState;
import io.equipoise.balancer.pool.HealthState.Status;
import io.equipoise.balancer.pool.PoolUpdate;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of one node: what its probes add up to, less the times when it is ejected or held back. Whoever does not
 * take new connections is judged by its pings alone, as it may close its port. Control loop only.
 */
final class NodeHealth {
    private static final Logger log = LoggerFactory.getLogger(NodeHealth.class);
    private static final Duration HOLD_CHECK = Duration.ofSeconds(1);

    private final BackendNode node;
    private final HealthRules rules;
    private final Ward ward;
    private final ControlLoop loop;
    private final SessionGrace grace;
    private final ProbeLoop tcpLoop;
    private final @Nullable ProbeLoop pingLoop;
    private final @Nullable PingHealth ping;
    private HealthState tcp;
    private String tcpWhy = "not probed yet";
    private String pingWhy = "not pinged yet";
    private Status published;
    private @Nullable Timer ejection;
    private String ejectedWhy = "";
    private @Nullable Timer hold;

    NodeHealth(BackendNode node, HealthRules rules, Probes probes, Ward ward, ControlLoop loop) {
        this.node = node;
        this.rules = rules;
        this.ward = ward;
        this.loop = loop;
        this.published = node.health();
        this.tcp = HealthState.unknown(rules.rise(), rules.fall());
        this.grace = new SessionGrace(node, rules.sessionGrace(), ward.cut(), loop.timers());
        String service = node.backend().service();
        this.tcpLoop = loop(probes.tcp(service), this::onTcp, this::tcpPause);
        if (node.backend().origin() == Origin.ANNOUNCED) {
            ProbeLoop pings = loop(probes.ping(service), this::onPing, this::pingPause);
            this.pingLoop = pings;
            this.ping = new PingHealth(
                    node.backend().id(), tcp, ward.cluster(), () -> tcp.up(), this::refresh, pings::probeNow);
        } else {
            this.pingLoop = null;
            this.ping = null;
        }
    }

    /**
     * What all nodes share.
     *
     * @param updates takes verdicts, and what backends say of themselves
     * @param cut resets the sessions on a node
     */
    record Ward(
            ProbeBudget budget,
            ClusterWatch cluster,
            FlapDamping damping,
            Need need,
            Consumer<PoolUpdate> updates,
            Consumer<BackendNode> cut) {}

    /** How badly services need backends, and how many probes there are. */
    interface Need {
        /** Whether the service has too few healthy backends to wait long for another. */
        boolean isShort(String service);

        /** Whether the service has no healthy backend at all. */
        boolean isEmpty(String service);

        /** The shortest interval that the number of probes allows. */
        Duration fairInterval();
    }

    void start() {
        if (ping != null) {
            ward.cluster().add(ping);
        }
        probeNow();
    }

    /** Ends all probes; the sessions of a node that was dead are still cut when their grace is over. */
    void stop() {
        tcpLoop.stop();
        if (pingLoop != null && ping != null) {
            pingLoop.stop();
            ward.cluster().remove(ping);
        }
        cancel(ejection);
        cancel(hold);
    }

    void probeNow() {
        tcpLoop.probeNow();
        if (pingLoop != null) {
            pingLoop.probeNow();
        }
    }

    /** The backend's mode in the pool has changed: it hears of that at once. */
    void onModeChanged() {
        if (pingLoop != null) {
            pingLoop.probeAfresh();
        }
        refresh();
    }

    boolean isOf(BackendNode other) {
        return node == other;
    }

    boolean isUp() {
        return published == Status.UP;
    }

    boolean isEjected() {
        return ejection != null;
    }

    /** Whether nothing speaks for it any more: to be asked when its lease has run out. */
    boolean mayGo() {
        if (ping == null || ward.cluster().lost() || ping.isAnswering()) {
            return false;
        }
        return !tcp.up() || ward.cluster().isAnotherAnswering(ping);
    }

    /** Takes it out for that time, whatever its probes say; afterwards they have to take it up again. */
    void eject(Duration time, String why) {
        cancel(ejection);
        ejectedWhy = why;
        ejection = loop.timers().after(time, this::onEjectionOver);
        refresh();
    }

    private void onEjectionOver() {
        ejection = null;
        node.forgetFailures();
        tcp = new HealthState(Status.DOWN, 0, rules.rise(), rules.fall());
        tcpWhy = "ejection is over";
        tcpLoop.probeAfresh();
    }

    private void onTcp(Observation seen, long sentAt) {
        if (seen.kind() == Observation.Kind.MOOT) {
            log.atDebug()
                    .addKeyValue("backend", node.backend().id())
                    .addKeyValue("reason", seen.why())
                    .log("a probe could not be made");
            return;
        }
        tcp = tcp.observe(seen.kind() == Observation.Kind.GOOD);
        tcpWhy = seen.why();
        refresh();
    }

    private void onPing(Observation seen, long sentAt) {
        if (ping != null) {
            pingWhy = seen.why();
            ping.observe(seen, sentAt);
            seen.mode()
                    .filter(mode -> mode != node.backend().mode())
                    .ifPresent(mode -> ward.updates()
                            .accept(new PoolUpdate.ModeTold(
                                    node.backend().id(), node.backend().incarnation(), mode)));
            refresh();
        }
    }

    private void refresh() {
        Status seen = probed();
        grace.onDead(seen == Status.DOWN);
        Status verdict = ejection != null ? Status.DOWN : seen;
        if (verdict == published || verdict == Status.UNKNOWN) {
            return;
        }
        if (verdict == Status.UP && isHeldBack()) {
            return;
        }
        published = verdict;
        if (verdict == Status.UP) {
            ward.damping().onUp(node.backend().id());
            cancel(hold);
            hold = null;
        } else if (ejection == null) {
            ward.damping().onDown(node.backend().id());
        }
        ward.updates()
                .accept(new PoolUpdate.Health(
                        node.backend().id(), node.backend().incarnation(), verdict, why(verdict)));
    }

    /** What the probes add up to: down if one says so, up if all do. */
    private Status probed() {
        boolean portCounts = ping == null || node.backend().mode() == Mode.READY;
        Status port = portCounts ? tcp.status() : Status.UP;
        Status life = ping == null ? Status.UP : ping.state().status();
        if (port == Status.DOWN || life == Status.DOWN) {
            return Status.DOWN;
        }
        return port == Status.UP && life == Status.UP ? Status.UP : Status.UNKNOWN;
    }

    private boolean isHeldBack() {
        Duration rest = ward.damping().hold(node.backend().id());
        if (rest.isZero() || ward.need().isEmpty(node.backend().service())) {
            return false;
        }
        if (hold == null) {
            log.atInfo()
                    .addKeyValue("backend", node.backend().id())
                    .addKeyValue("holdMs", rest.toMillis())
                    .log("backend flaps, it is held back");
        }
        cancel(hold);
        hold = loop.timers().after(rest.compareTo(HOLD_CHECK) < 0 ? rest : HOLD_CHECK, this::refresh);
        return true;
    }

    private String why(Status verdict) {
        if (verdict == Status.UP) {
            return "probes succeed";
        }
        if (ejection != null) {
            return ejectedWhy;
        }
        return tcp.status() == Status.DOWN && node.backend().mode() == Mode.READY ? tcpWhy : pingWhy;
    }

    private Duration tcpPause() {
        return pause(tcp, false);
    }

    private Duration pingPause() {
        if (ping == null) {
            return rules.interval();
        }
        return pause(ping.state(), ping.isSuspect() || ward.cluster().lost());
    }

    /** At once while in transition; else by state, stretched when there are many probes. */
    private Duration pause(HealthState state, boolean undecidable) {
        if (ward.cluster().lost() && undecidable) {
            return Jitter.around(rules.interval(), loop.random());
        }
        if (undecidable || state.inTransition()) {
            return Duration.ZERO;
        }
        boolean canWait = state.status() == Status.DOWN
                && !ward.need().isShort(node.backend().service());
        Duration base = canWait
                ? Jitter.within(rules.downInterval(), loop.random())
                : Jitter.around(rules.interval(), loop.random());
        Duration fair = ward.need().fairInterval();
        return base.compareTo(fair) > 0 ? base : Jitter.around(fair, loop.random());
    }

    private ProbeLoop loop(Probe probe, ProbeLoop.Observer observer, Supplier<Duration> pause) {
        return new ProbeLoop(node, probe, rules.timeout(), ward.budget(), loop, observer, pause);
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
