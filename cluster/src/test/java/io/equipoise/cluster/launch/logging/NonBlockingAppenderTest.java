package io.equipoise.cluster.launch.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.io.Flushable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NonBlockingAppenderTest {
    private final LoggerContext context = new LoggerContext();
    private final NonBlockingAppender appender = new NonBlockingAppender();
    private final Slow output = new Slow();

    /** An output that holds its first event until it is let go, and tells how often it was flushed. */
    private static final class Slow extends AppenderBase<ILoggingEvent> implements Flushable {
        private final List<String> written = new CopyOnWriteArrayList<>();
        private final Semaphore flushes = new Semaphore(0);
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);

        @Override
        protected void append(ILoggingEvent event) {
            reached.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            written.add(event.getFormattedMessage());
        }

        @Override
        public void flush() {
            flushes.release();
        }
    }

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        output.setContext(context);
        output.start();
        appender.setContext(context);
        appender.setCapacity(100);
        appender.addAppender(output);
        appender.start();
    }

    @AfterEach
    void stop() {
        output.free.countDown();
        appender.stop();
    }

    @Test
    void an_event_on_its_own_is_written_and_flushed_without_another() throws InterruptedException {
        output.free.countDown();
        appender.doAppend(event("alone"));
        assertThat(output.flushes.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output.written).containsExactly("alone");
    }

    @Test
    void events_that_wait_are_written_in_their_order_with_one_flush() throws InterruptedException {
        appender.doAppend(event("0"));
        assertThat(output.reached.await(20, TimeUnit.SECONDS)).isTrue();
        IntStream.rangeClosed(1, 100).forEach(i -> appender.doAppend(event("" + i)));
        output.free.countDown();
        assertThat(output.flushes.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(output.written)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 100).mapToObj(i -> "" + i).toList());
        assertThat(output.flushes.availablePermits()).isZero();
    }

    @Test
    void whoever_logs_does_not_wait_for_a_stuck_output_and_what_was_dropped_is_told() throws InterruptedException {
        appender.doAppend(event("0"));
        assertThat(output.reached.await(20, TimeUnit.SECONDS)).isTrue();
        IntStream.rangeClosed(1, 107).forEach(i -> appender.doAppend(event("" + i)));
        assertThat(output.written).isEmpty();
        output.free.countDown();
        assertThat(output.flushes.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(output.written)
                .hasSize(102)
                .contains("log lines were dropped, as they came faster than they could be written");
    }

    @Test
    void what_waits_when_the_log_ends_is_written_and_flushed() throws InterruptedException {
        appender.doAppend(event("0"));
        assertThat(output.reached.await(20, TimeUnit.SECONDS)).isTrue();
        appender.doAppend(event("1"));
        output.free.countDown();
        appender.stop();
        assertThat(output.written).containsExactly("0", "1");
        assertThat(output.flushes.availablePermits()).isPositive();
    }

    private LoggingEvent event(String message) {
        return new LoggingEvent("test", context.getLogger("test"), Level.INFO, message, null, null);
    }
}
