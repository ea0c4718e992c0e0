package io.equipoise.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that a test started, and all that it printed. Closing kills it. Safe for any thread. */
public final class RunningProcess implements AutoCloseable {
    /** How long things may take on a busy machine before a test gives up. */
    public static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "kill-rest"));
    }

    private final String name;
    private final Process process;
    private final Output output;
    private final Thread reader;

    RunningProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = new Output(name + "[" + process.pid() + "]");
        ALIVE.add(process);
        reader = new Thread(() -> output.readFrom(process.getInputStream()), "output-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All that it printed, standard error included. */
    public Output output() {
        return output;
    }

    /** Waits for a line, printed already or to come, in which the pattern is found. */
    public LogLine awaitLine(String regex) {
        return awaitLine(0, regex);
    }

    /** Waits for a line from that place of the output on, see {@link Output#size()}. */
    public LogLine awaitLine(int from, String regex) {
        try {
            return output.await(from, regex, PATIENCE);
        } catch (AssertionError e) {
            printThreads();
            throw e;
        }
    }

    /** What a JVM does that has not said what it should have, for whoever reads the log of the tests. */
    private void printThreads() {
        boolean isJava = process.info().command().orElse("").endsWith("/java");
        if (!isJava || !process.isAlive()) {
            return;
        }
        int before = output.size();
        send(Signal.QUIT);
        output.await(before, "^JNI global refs", PATIENCE);
        List<LogLine> lines = output.lines();
        System.out.println("threads of " + name + ":");
        lines.subList(before, lines.size()).forEach(line -> System.out.println(line.text()));
    }

    /** Sends a signal to it; a stopped process can be killed. Returns when the signal is sent, not when it took effect. */
    public void send(Signal signal) {
        signal.send(process.pid());
    }

    /**
     * Waits until it has exited and everything it printed was read.
     *
     * @return its exit code; 128 + n when signal n ended it
     * @throws AssertionError with the end of its output, when it still runs after the limit
     */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + limit + "; its output ends:\n" + output.tail());
            }
            ALIVE.remove(process);
            reader.join(PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits as {@link #awaitExit(Duration)} does, with patience. */
    public int awaitExit() {
        return awaitExit(PATIENCE);
    }

    /** Kills it, if it still runs, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
    }
}
