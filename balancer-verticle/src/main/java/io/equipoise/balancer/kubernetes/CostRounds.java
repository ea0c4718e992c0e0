package io.equipoise.balancer.kubernetes;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Jitter;
import io.equipoise.balancer.control.Timers.Timer;
import io.equipoise.balancer.kubernetes.WrittenCosts.Due;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Round after round, while this balancer leads: looks what the backends carry, and writes what has changed, one after the
 * other. A round that fails ends there, and the next one is later each time. Each kind of trouble is logged once until
 * costs are written again. One event loop.
 */
final class CostRounds {
    /** The longest pause after rounds that failed, when rounds are not further apart anyway. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(CostRounds.class);
    private static final int MOST_DOUBLINGS = 16;

    private final Supplier<Future<ClusterLoad>> loads;
    private final Supplier<Future<PodCosts>> api;
    private final Duration every;
    private final ControlLoop loop;
    private final WrittenCosts written = new WrittenCosts();
    private final Set<ApiTrouble.Kind> said = EnumSet.noneOf(ApiTrouble.Kind.class);
    private int failures;
    private boolean stopped;
    private @Nullable Timer next;

    /**
     * Not started yet.
     *
     * @param loads what the backends carry
     * @param api opened for each round that has something to write
     * @param every from the end of a round until the next
     */
    CostRounds(Supplier<Future<ClusterLoad>> loads, Supplier<Future<PodCosts>> api, Duration every, ControlLoop loop) {
        this.loads = loads;
        this.api = api;
        this.every = every;
        this.loop = loop;
    }

    /** The first round is after about {@code every}: who else is there must be known by then. */
    void start() {
        if (!stopped) {
            next = loop.timers().after(Jitter.around(pause(), loop.random()), this::round);
        }
    }

    /** No further round; one that runs comes to its end. */
    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    private void round() {
        Future.<@Nullable Void>succeededFuture()
                .compose(now -> loads.get())
                .compose(this::write)
                .onSuccess(this::onWritten)
                .onFailure(this::onTrouble)
                .onComplete(over -> start());
    }

    private Future<Integer> write(ClusterLoad load) {
        if (!load.leads()) {
            written.clear();
            return Future.succeededFuture(0);
        }
        List<Due> due = written.due(load.backends(), loop.now());
        if (due.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return api.get().compose(pods -> writeAll(pods, due.iterator(), 0));
    }

    /** How many were. */
    private Future<Integer> writeAll(PodCosts pods, Iterator<Due> due, int before) {
        if (!due.hasNext() || stopped) {
            return Future.succeededFuture(before);
        }
        Due one = due.next();
        return pods.write(one.pod(), one.cost())
                .compose(answer -> writeAll(pods, due, before + (isTaken(one, answer) ? 1 : 0)));
    }

    private boolean isTaken(Due due, PodCosts.Answer answer) {
        boolean taken = answer == PodCosts.Answer.WRITTEN;
        if (taken) {
            written.onWritten(due, loop.now());
        } else {
            written.onRefused(due, loop.now());
        }
        log.atDebug()
                .addKeyValue("pod", due.pod())
                .addKeyValue("cost", due.cost())
                .addKeyValue("answer", answer)
                .log("deletion cost is sent");
        return taken;
    }

    private void onWritten(int count) {
        failures = 0;
        if (count > 0 && !said.isEmpty()) {
            said.clear();
            log.atInfo().addKeyValue("pods", count).log("deletion costs are written again");
        }
    }

    private void onTrouble(Throwable cause) {
        failures = Math.min(failures + 1, MOST_DOUBLINGS);
        if (stopped) {
            return;
        }
        if (!(cause instanceof ApiTrouble trouble)) {
            log.atError().setCause(cause).log("a round of deletion costs failed");
        } else if (said.add(trouble.kind())) {
            log.atWarn()
                    .addKeyValue("why", trouble.getMessage())
                    .addKeyValue("nextTry", pause())
                    .log("deletion costs cannot be written");
        }
    }

    private Duration pause() {
        Duration doubled = every.multipliedBy(1L << failures);
        Duration longest = every.compareTo(LONGEST_PAUSE) > 0 ? every : LONGEST_PAUSE;
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
