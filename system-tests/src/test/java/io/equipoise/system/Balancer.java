package io.equipoise.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * A balancer process, seen from outside: where it listens, and the pool that its log tells of.
 *
 * @param process the process
 * @param address where its first listener takes clients
 * @param listening the line with which it said so
 */
record Balancer(RunningProcess process, InetSocketAddress address, LogLine listening) {
    private static final String EVENT = "backend (is up|is down|left|joined)\\b.*?backend=\"?([A-Za-z0-9._:-]+)";

    /** Ids of the backends that are up, as of now. */
    Set<String> up() {
        Set<String> up = new TreeSet<>();
        process.output().matching(0, EVENT).forEach(line -> apply(line, up));
        return up;
    }

    /**
     * Waits until exactly those backends are up.
     *
     * @return when the log said so, {@link System#nanoTime()}
     */
    long awaitUp(Set<String> ids) {
        return awaitUp(ids, RunningProcess.PATIENCE);
    }

    /** The same, not longer than that. */
    long awaitUp(Set<String> ids, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Set<String> up = new TreeSet<>();
        int next = 0;
        while (true) {
            Duration rest = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            LogLine line = process.output().await(next, EVENT, rest);
            next = line.index() + 1;
            apply(line, up);
            if (up.equals(ids) && up().equals(ids)) {
                return line.nanos();
            }
        }
    }

    /** Waits for the line, from that place of the log on, that says a backend is down or has left. */
    LogLine awaitDown(int from, String id) {
        return process.awaitLine(from, "backend (is down|left)\\b.*?backend=\"?" + id + "\\b");
    }

    /** Waits for the line, from that place of the log on, that says a backend is up. */
    LogLine awaitUpAgain(int from, String id) {
        return process.awaitLine(from, "backend (is up)\\b.*?backend=\"?" + id + "\\b");
    }

    /** Place in the log from which to look for what happens next. */
    int mark() {
        return process.output().size();
    }

    /** What its log says from that place on but for sessions, to show when a test fails. */
    String story(int from) {
        return process.output().matching(from, "^\\d\\d:(?!.* access - )").stream()
                .map(LogLine::text)
                .collect(joining("\n"));
    }

    /** Nothing that ran so far left a stack trace or a leak behind. */
    void assertCleanLog() {
        String trouble = "LEAK:|has been blocked for|^(\\w+\\.)+\\w*(Exception|Error)\\b|^\\s+at [a-z]+\\.";
        assertThat(process.output().matching(0, trouble).stream().limit(5))
                .extracting(line -> process.output().lines().get(Math.max(0, line.index() - 1)) + "\n" + line)
                .isEmpty();
    }

    private static void apply(LogLine line, Set<String> up) {
        switch (line.group(1)) {
            case "is up" -> up.add(line.group(2));
            case "is down", "left" -> up.remove(line.group(2));
            default -> {
                // Joined: it serves after its first good probe.
            }
        }
    }
}
