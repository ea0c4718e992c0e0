package io.equipoise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A POSIX signal, sent to one process by its id. */
public enum Signal {
    TERM,
    KILL,
    STOP,
    CONT,
    INT,
    QUIT,
    HUP,
    PIPE;

    private static final int LIMIT_SECONDS = 10;

    /**
     * Sends it.
     *
     * @throws IllegalStateException when there is no such process
     */
    public void send(long pid) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid)
                    .redirectErrorStream(true)
                    .start();
            if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name() + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
