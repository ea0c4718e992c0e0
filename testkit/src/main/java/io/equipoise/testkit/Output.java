package io.equipoise.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process prints, line by line, kept whole. Safe for any thread. */
public final class Output {
    private static final int TAIL = 60;

    private final String name;
    private final List<LogLine> lines = new ArrayList<>();
    private boolean ended;

    Output(String name) {
        this.name = name;
    }

    /** Reads until the end of the stream; runs on a thread of its own. */
    void readFrom(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(output of " + name + " broke off: " + e + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String text) {
        lines.add(new LogLine(lines.size(), System.nanoTime(), text, List.of()));
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Lines so far; also the place from which to look for later ones. */
    public synchronized int size() {
        return lines.size();
    }

    /** All lines so far. */
    public synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }

    /** All lines so far from that place on in which the pattern is found, with their groups. */
    public List<LogLine> matching(int from, String regex) {
        Pattern pattern = Pattern.compile(regex);
        List<LogLine> all = lines();
        return all.subList(Math.min(from, all.size()), all.size()).stream()
                .flatMap(line -> match(pattern, line).stream())
                .toList();
    }

    /**
     * Waits for a line in which the pattern is found, from that place on.
     *
     * @throws AssertionError with the end of the output, when the limit passes or the output ends without one
     */
    public LogLine await(int from, String regex, Duration limit) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + limit.toNanos();
        int next = from;
        while (true) {
            Optional<LogLine> line = awaitIndex(next, deadline);
            if (line.isEmpty()) {
                throw new AssertionError(name + " printed no line with \"" + regex + "\" within " + limit
                        + " after line " + from + "; the end of its output:\n" + tail());
            }
            Optional<LogLine> match = match(pattern, line.get());
            if (match.isPresent()) {
                return match.get();
            }
            next++;
        }
    }

    /** The last lines, to show when a test fails. */
    public synchronized String tail() {
        List<LogLine> last = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
        return String.join("\n", last.stream().map(LogLine::text).toList());
    }

    private synchronized Optional<LogLine> awaitIndex(int index, long deadline) {
        while (lines.size() <= index) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || millis <= 0) {
                return Optional.empty();
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.of(lines.get(index));
    }

    private static Optional<LogLine> match(Pattern pattern, LogLine line) {
        Matcher matcher = pattern.matcher(line.text());
        if (!matcher.find()) {
            return Optional.empty();
        }
        List<String> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            groups.add(group == null ? "" : group);
        }
        return Optional.of(new LogLine(line.index(), line.nanos(), line.text(), groups));
    }
}
