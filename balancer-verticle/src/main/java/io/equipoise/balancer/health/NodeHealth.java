package io.equipoise.balancer.health;

import io.equipoise.balancer.control.ControlLoop;
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
    private final Pace pace;
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
        this.pace = new Pace(service, rules, ward.need(), loop);
        this.tcpLoop = loop(probes.tcp(service), this::onTcp, this::tcpPause);
        if (node.backend().origin() == Origin.ANNOUNCED) {
            ProbeLoop pings = loop(probes.ping(service), this::onPing, this::pingPause);
            this.pingLoop = pings;
            this.ping = new PingHealth(node.backend().id(), tcp, ward.cluster(), () -> tcp.up(), this::refresh, pings);
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

    /** Its service has come to need it badly: the next probe is due no later than it would be now. */
    void hurry() {
        tcpLoop.hurry();
        if (pingLoop != null) {
            pingLoop.hurry();
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

    boolean isOf(String service) {
        return node.backend().service().equals(service);
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
        return !tcp.up() || ward.cluster().isAnotherAnswering(ping, loop.now());
    }

    /** Takes it out for that time, though its probes find it good; afterwards the next good one takes it up again. */
    void eject(Duration time, String why) {
        cancel(ejection);
        ejectedWhy = why;
        ejection = loop.timers().after(time, this::onEjectionOver);
        refresh();
    }

    private void onEjectionOver() {
        ejection = null;
        node.forgetFailures();
        if (tcp.up()) {
            tcp = HealthState.unknown(rules.rise(), rules.fall());
        }
        tcpLoop.probeAfresh();
    }

    /** Its probes find it dead themselves: they judge it from now on, and it may return when they say so. */
    private void onDeadWhileEjected() {
        cancel(ejection);
        ejection = null;
        node.forgetFailures();
        ward.damping().onDown(node.backend().id());
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
                    .filter(mode -> mode != node.announced().mode())
                    .ifPresent(mode -> ward.updates()
                            .accept(new PoolUpdate.ModeTold(
                                    node.backend().id(), node.backend().incarnation(), mode)));
            refresh();
        }
    }

    private void refresh() {
        Status seen = probed();
        grace.onDead(seen == Status.DOWN);
        if (ejection != null && seen == Status.DOWN) {
            onDeadWhileEjected();
        }
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
        return pace.after(tcp);
    }

    private Duration pingPause() {
        if (ping == null) {
            return pace.interval();
        }
        if (ward.cluster().lost()) {
            return pace.interval();
        }
        return ping.isSuspect() ? Duration.ZERO : pace.after(ping.state());
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
