package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.io.Flushable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Hands events to other appenders on a thread of its own, so that a slow terminal, pipe or disk never holds up an event
 * loop. When its queue is full an event is dropped and counted; the count is logged once there is room again. Logback's
 * own {@code AsyncAppender} either blocks or drops without a word.
 *
 * <p>The first event after a pause is written at once. Those that follow within {@value #DEFAULT_GATHER_MILLIS} ms are
 * written together: waking the thread and writing for each would cost a busy balancer more than the lines themselves.
 */
public final class NonBlockingAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {
    private static final int DEFAULT_CAPACITY = 8_192;
    private static final long FLUSH_MILLIS = 1_000;
    private static final long DEFAULT_GATHER_MILLIS = 20;

    private final AppenderAttachableImpl<ILoggingEvent> outputs = new AppenderAttachableImpl<>();
    private final AtomicLong dropped = new AtomicLong();
    private int capacity = DEFAULT_CAPACITY;
    private long gatherMillis = DEFAULT_GATHER_MILLIS;
    private @Nullable BlockingQueue<ILoggingEvent> queue;
    private @Nullable Thread writer;

    /** Events that may wait; set before the start. */
    public void setCapacity(int newCapacity) {
        capacity = newCapacity;
    }

    /** Milliseconds in which events are gathered to be written together; set before the start. */
    public void setGatherMillis(long newGatherMillis) {
        gatherMillis = newGatherMillis;
    }

    @Override
    public void start() {
        BlockingQueue<ILoggingEvent> events = new ArrayBlockingQueue<>(capacity);
        queue = events;
        super.start();
        Thread thread = new Thread(() -> write(events), "log-" + getName());
        thread.setDaemon(true);
        writer = thread;
        thread.start();
    }

    /**
     * Writes what waits, for a second at most, and ends. What it writes to may be shared with another, which still has
     * something to say: it stays as it is, with every line written out.
     */
    @Override
    public void stop() {
        super.stop();
        Thread thread = writer;
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        BlockingQueue<ILoggingEvent> events = queue;
        if (events == null) {
            return;
        }
        event.prepareForDeferredProcessing();
        if (!events.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    private void write(BlockingQueue<ILoggingEvent> events) {
        List<ILoggingEvent> batch = new ArrayList<>();
        try {
            while (isStarted()) {
                batch.add(events.take());
                events.drainTo(batch);
                write(batch);
                Thread.sleep(gatherMillis);
            }
        } catch (InterruptedException e) {
            // Only stop() does that: what waits is written below.
        }
        events.drainTo(batch);
        write(batch);
    }

    private void write(List<ILoggingEvent> batch) {
        batch.forEach(outputs::appendLoopOnAppenders);
        batch.clear();
        tellOfDropped();
        outputs.iteratorForAppenders().forEachRemaining(NonBlockingAppender::flush);
    }

    private static void flush(Appender<ILoggingEvent> output) {
        if (output instanceof Flushable buffered) {
            try {
                buffered.flush();
            } catch (IOException e) {
                // Nobody reads it any more: there is no other place to say so.
            }
        }
    }

    private void tellOfDropped() {
        long count = dropped.getAndSet(0);
        if (count > 0 && getContext() instanceof LoggerContext context) {
            LoggingEvent event = new LoggingEvent(
                    NonBlockingAppender.class.getName(),
                    context.getLogger(NonBlockingAppender.class),
                    Level.WARN,
                    "log lines were dropped, as they came faster than they could be written",
                    null,
                    null);
            event.setKeyValuePairs(List.of(new KeyValuePair("queue", getName()), new KeyValuePair("count", count)));
            outputs.appendLoopOnAppenders(event);
        }
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        outputs.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return outputs.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return outputs.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return outputs.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        outputs.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return outputs.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String name) {
        return outputs.detachAppender(name);
    }
}
