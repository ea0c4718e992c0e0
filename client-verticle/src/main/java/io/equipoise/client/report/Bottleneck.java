package io.equipoise.client.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sign that the load generator itself was the limit, so that its figures say less about the other side.
 *
 * @param kind what was short
 * @param what was seen
 * @param advice what to do
 */
public record Bottleneck(Kind kind, String what, String advice) {
    private static final long LATE_LOOP_MICROS = 5_000;
    private static final double BUSY_LOOP = 0.85;
    private static final double BUSY_MACHINE = 0.95;
    private static final double MUCH_GC = 0.02;
    private static final double MANY_LATE = 0.01;

    /** What can be short. */
    public enum Kind {
        /** Timers of the event loops fired late. */
        LATE_LOOPS,
        /** An event loop, or all processors, had no time left. */
        CPU,
        /** Garbage collections stopped the process for too long. */
        GARBAGE_COLLECTION,
        /** Requests started late though a connection was free. */
        LATE_STARTS
    }

    /**
     * The signs in a run.
     *
     * @param uses of each process that took part
     */
    public static List<Bottleneck> of(ClientReport report, List<GeneratorUse> uses) {
        List<Bottleneck> found = new ArrayList<>();
        uses.forEach(use -> addUse(found, use));
        long lag = report.loopLag().quantileMicros(0.99);
        if (lag > LATE_LOOP_MICROS) {
            found.add(new Bottleneck(
                    Kind.LATE_LOOPS,
                    format("its event loops were late: timers fired %.0f ms late at p99", lag / 1e3),
                    "use more -instances, or a machine with less other work"));
        }
        long late = report.lateForTheGenerator().count();
        if (late > MANY_LATE * (report.succeeded() + report.failed())) {
            found.add(new Bottleneck(
                    Kind.LATE_STARTS,
                    format("%,d requests started late though their connection was free", late),
                    "use more -instances, or another machine"));
        }
        return found;
    }

    private static void addUse(List<Bottleneck> found, GeneratorUse use) {
        if (use.cores() >= BUSY_MACHINE * use.processors()) {
            found.add(new Bottleneck(
                    Kind.CPU,
                    format("it used %.1f of %d processors", use.cores(), use.processors()),
                    "share the run with another machine (members)"));
        } else if (use.busiestLoop() >= BUSY_LOOP) {
            found.add(new Bottleneck(
                    Kind.CPU,
                    format("its busiest event loop was busy %.0f %% of the time", use.busiestLoop() * 100),
                    use.loops() < use.processors()
                            ? format("use more -instances, up to %d here", use.processors())
                            : "share the run with another machine (members)"));
        }
        if (use.gcSeconds() > MUCH_GC * use.elapsedSeconds()) {
            found.add(new Bottleneck(
                    Kind.GARBAGE_COLLECTION,
                    format(
                            "garbage collections stopped it for %.1f %% of the time",
                            100 * use.gcSeconds() / use.elapsedSeconds()),
                    "give it more memory (-Xmx), or a collector with short pauses (-XX:+UseZGC)"));
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
