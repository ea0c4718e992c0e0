package io.equipoise.balancer;

import io.equipoise.balancer.control.LogLimit;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.balancer.proxy.SessionReport;
import java.util.List;
import java.util.function.LongSupplier;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpscArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what loops report of sessions that have ended, four times a second, on a thread of its own. What counting and
 * logging touch is spread over memory: for a session at a time most of it must be fetched into the processor's cache each
 * time, for a hundred together once. Loops add without a lock. When {@value #CAPACITY} wait, the loop hands its report on
 * itself: nothing is lost.
 */
final class Reports implements AutoCloseable {
    /** Reports that may wait. */
    static final int CAPACITY = 16_384;

    private static final Logger log = LoggerFactory.getLogger(Reports.class);
    private static final long PERIOD_MILLIS = 250;

    private final MessagePassingQueue<SessionReport> waiting = new MpscArrayQueue<>(CAPACITY);
    private final List<SessionListener> listeners;
    private final LogLimit limit;
    private final Thread thread = new Thread(this::run, "equipoise-reports");

    /**
     * For those listeners, which are told of ends alone; to be started.
     *
     * @param listeners any thread tells them, two at the same time only while the queue is full
     * @param nanoTime monotonic time, to limit what is logged of listeners that fail
     */
    Reports(List<? extends SessionListener> listeners, LongSupplier nanoTime) {
        this.listeners = List.copyOf(listeners);
        this.limit = new LogLimit(nanoTime);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A session has ended. Any thread; does not block. */
    void add(SessionReport report) {
        if (!waiting.offer(report)) {
            listeners.forEach(listener -> listener.onClosed(report));
        }
    }

    /** Hands on all that was added before. Any thread but an event loop: waits for another that does it. */
    synchronized void settle() {
        waiting.drain(this::tell, CAPACITY);
    }

    /** Hands on what waits, and ends; what is added later waits until somebody settles. */
    @Override
    public void close() {
        thread.interrupt();
        settle();
    }

    private void run() {
        try {
            while (true) {
                settle();
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            // Only close() does that.
        }
    }

    private void tell(SessionReport report) {
        for (SessionListener listener : listeners) {
            try {
                listener.onClosed(report);
            } catch (RuntimeException e) {
                if (limit.admits(listener.getClass().getName())) {
                    log.atError()
                            .setCause(e)
                            .addKeyValue("listener", listener.getClass().getSimpleName())
                            .log("a listener of sessions failed");
                }
            }
        }
    }
}
