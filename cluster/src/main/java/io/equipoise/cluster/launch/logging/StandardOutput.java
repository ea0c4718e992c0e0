package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes to standard output when it is told to flush or has gathered 64 KiB. Logback's {@code ConsoleAppender} has one
 * system call for each line, which is most of what a line costs.
 */
public final class StandardOutput extends OutputStreamAppender<ILoggingEvent> implements Flushable {
    private static final int BUFFER = 64 * 1_024;

    @Override
    public void start() {
        setImmediateFlush(false);
        setOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER) {
            /** Others may have something to print after the log has ended. */
            @Override
            public void close() throws IOException {
                flush();
            }
        });
        super.start();
    }

    @Override
    public void flush() throws IOException {
        ReentrantLock lock = streamWriteLock;
        lock.lock();
        try {
            if (getOutputStream() != null) {
                getOutputStream().flush();
            }
        } finally {
            lock.unlock();
        }
    }
}
