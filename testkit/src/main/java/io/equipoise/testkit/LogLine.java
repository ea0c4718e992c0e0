package io.equipoise.testkit;

import java.util.List;

/**
 * One line of a process's output.
 *
 * @param index its place in the output, from 0
 * @param nanos when it arrived, {@link System#nanoTime()}
 * @param text the line without its end
 * @param groups what the groups of the pattern matched that found it, from 0 for the first group; empty otherwise
 */
public record LogLine(int index, long nanos, String text, List<String> groups) {

    public LogLine {
        groups = List.copyOf(groups);
    }

    /** What that group of the pattern matched, from 1 as in {@link java.util.regex.Matcher#group(int)}. */
    public String group(int number) {
        return groups.get(number - 1);
    }

    /** Milliseconds from that {@link System#nanoTime()} until the line arrived. */
    public long millisSince(long startNanos) {
        return (nanos - startNanos) / 1_000_000;
    }
}
