package io.equipoise.balancer.ctl;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a command prints: a terminal of some size, or a file or pipe. UTF-8 in either case. */
final class Terminal {
    /** Columns and rows. */
    record Size(int columns, int rows) {}

    private final PrintStream out;
    private final PrintStream error;
    private final Supplier<@Nullable Size> size;
    private final @Nullable Size sizeAtStart;
    private final boolean colours;

    /**
     * Prints there.
     *
     * @param size of the terminal that {@code out} is; null when it is none
     * @param environment where NO_COLOR and TERM may speak against colours
     */
    Terminal(PrintStream out, PrintStream error, Supplier<@Nullable Size> size, Map<String, String> environment) {
        this.out = out;
        this.error = error;
        this.size = size;
        this.sizeAtStart = size.get();
        this.colours = sizeAtStart != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** What this process was given. */
    static Terminal ofProcess(Map<String, String> environment) {
        return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), Tty::sizeOfOutput, environment);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
    }

    boolean isTerminal() {
        return sizeAtStart != null;
    }

    boolean colours() {
        return colours;
    }

    /** Columns as of the start; 0 where there is no limit. */
    int width() {
        return sizeAtStart == null ? 0 : sizeAtStart.columns();
    }

    /** The size now; null when this is no terminal any more. */
    @Nullable
    Size size() {
        return size.get();
    }

    void print(String line) {
        out.println(line);
    }

    /** Prints it; that it has no rows is said beside it, so that scripts see the titles alone. */
    void print(Table table) {
        table.lines(width(), colours).forEach(out::println);
        if (table.isEmpty()) {
            out.flush();
            note("ctl: there are none");
        }
    }

    void print(List<String> lines) {
        lines.forEach(out::println);
    }

    /** Prints as it is, without a line's end. */
    void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** Says something beside what was asked for. */
    void note(String line) {
        error.println(line);
        error.flush();
    }

    /** Whether whoever read this has gone, such as {@code head}; flushes first. */
    boolean isBroken() {
        return out.checkError();
    }

    PrintStream out() {
        return out;
    }

    String painted(Style style, String text) {
        return colours ? style.paint(text) : text;
    }
}
