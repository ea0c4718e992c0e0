package io.equipoise.balancer.ctl;

import io.equipoise.balancer.ctl.Terminal.Size;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs commands in this process as a shell would, with a clock that nobody waits for. */
final class Shell {
    /** What a command left behind. */
    record Result(int code, String out, String error) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    private static final Duration FOREVER = Duration.ofMinutes(10);

    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Size size;
    private int mostLines = Integer.MAX_VALUE;
    private long nanos;

    /** A shell whose commands go to that API. */
    static Shell to(StubAdmin admin) {
        return new Shell().with("EQUIPOISE_ADMIN_URL", admin.url());
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Prints to a terminal of that size. */
    Shell onTerminal(int columns, int rows) {
        size = new Size(columns, rows);
        return with("TERM", "xterm");
    }

    /** Whoever reads the output leaves after that many lines. */
    Shell readBy(int lines) {
        mostLines = lines;
        return this;
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(new Reader(out), false, StandardCharsets.UTF_8),
                new PrintStream(error, true, StandardCharsets.UTF_8),
                () -> size,
                environment);
        int code = Ctl.run(terminal, environment, new FastClock(), List.of(args));
        return new Result(code, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }

    /** Reads so many lines and is gone. */
    private final class Reader extends OutputStream {
        private final ByteArrayOutputStream kept;
        private int lines;

        Reader(ByteArrayOutputStream kept) {
            this.kept = kept;
        }

        @Override
        public void write(int one) throws IOException {
            if (lines >= mostLines) {
                throw new IOException("Broken pipe");
            }
            kept.write(one);
            lines += one == '\n' ? 1 : 0;
        }
    }

    private final class FastClock implements Clock {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(Duration time) {
            nanos += time.toNanos();
            if (nanos > FOREVER.toNanos()) {
                throw new AssertionError("it waits forever");
            }
        }
    }
}
