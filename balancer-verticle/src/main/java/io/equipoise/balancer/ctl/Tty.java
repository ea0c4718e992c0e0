package io.equipoise.balancer.ctl;

import io.equipoise.balancer.ctl.Terminal.Size;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code stty} knows and does of this process's terminal; Java alone cannot tell its size, nor read a single key. */
final class Tty {
    static final String DEVICE = "/dev/tty";
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)\\s*");
    static final Size USUAL = new Size(80, 24);

    private Tty() {}

    /** Of the terminal that standard output is; null when it is a file or a pipe. */
    static @Nullable Size sizeOfOutput() {
        if (isFileOrPipe()) {
            return null;
        }
        // Its output is what is asked about, so it answers on standard error.
        return run("test -t 1 && stty size <&1 >&2", Redirect.INHERIT)
                .map(text -> {
                    Matcher matcher = SIZE.matcher(text);
                    return matcher.matches() && !matcher.group(2).equals("0")
                            ? new Size(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)))
                            : USUAL;
                })
                .orElse(null);
    }

    /** Settings of the terminal from whose keys this is steered, for {@link #set}; empty when there is none. */
    static Optional<String> settings() {
        return run("stty -g </dev/tty >&2", Redirect.DISCARD).map(String::strip);
    }

    static void set(String settings) {
        run("stty " + settings + " </dev/tty", Redirect.DISCARD);
    }

    /** Where the kernel says so, no process need be started to know. */
    private static boolean isFileOrPipe() {
        try {
            String target = Files.readSymbolicLink(OUTPUT).toString();
            return !target.startsWith("/dev/") || target.equals("/dev/null");
        } catch (IOException e) {
            return false;
        }
    }

    /** What it said on standard error; empty when it failed. */
    private static Optional<String> run(String command, Redirect output) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output)
                    .start();
            String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
