package io.equipoise.balancer.ctl;

import io.equipoise.cluster.launch.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Waits until no balancer has a session open on a backend. The figures of the others arrive each second, so nobody is
 * believed before all have said so for {@link #QUIET}.
 */
final class Emptying {
    static final Duration QUIET = Duration.ofSeconds(2);
    static final Duration POLL = Duration.ofMillis(500);

    private final Api api;
    private final Clock clock;
    private final Terminal terminal;

    Emptying(Api api, Clock clock, Terminal terminal) {
        this.api = api;
        this.clock = clock;
        this.terminal = terminal;
    }

    /** Returns when it has none; throws {@link CtlFailure} when that takes longer. */
    void await(String id, Duration limit) {
        long start = clock.nanos();
        long busy = start;
        String told = "";
        while (true) {
            Optional<String> obstacle = obstacle(api.get(Api.STATS, Map.of()), id);
            long now = clock.nanos();
            if (obstacle.isPresent()) {
                busy = now;
                told = tell(obstacle.get(), told);
            } else if (now - busy >= QUIET.toNanos()) {
                return;
            }
            if (now - start >= limit.toNanos()) {
                throw new CtlFailure(
                        Exit.NOT,
                        Printable.of(obstacle.orElse("not known for sure that no session is open on " + id)) + " after "
                                + Durations.format(limit) + "; what was ordered holds on, wait longer with --timeout");
            }
            clock.pause(POLL);
        }
    }

    /** What speaks against its being empty. */
    private static Optional<String> obstacle(Fields stats, String id) {
        Optional<Fields> stale = stats.parts("balancers").stream()
                .filter(balancer -> balancer.flag("stale"))
                .findFirst();
        if (stale.isPresent()) {
            return stale.map(balancer -> "nothing is heard of " + balancer.text("id"));
        }
        return stats.parts("backends").stream()
                .filter(backend -> backend.text("id").equals(id))
                .filter(backend ->
                        backend.whole("open") > 0 || backend.text("state").equals("ready"))
                .findFirst()
                .map(backend -> backend.whole("open") > 0
                        ? backend.text("open") + (backend.whole("open") == 1 ? " session is" : " sessions are")
                                + " open on " + id
                        : id + " is still taken for ready");
    }

    private String tell(String obstacle, String told) {
        if (terminal.isTerminal() && !obstacle.equals(told)) {
            terminal.note(Printable.of(obstacle));
        }
        return obstacle;
    }
}
