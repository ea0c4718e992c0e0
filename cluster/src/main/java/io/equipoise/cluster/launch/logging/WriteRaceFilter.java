package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Arrays;
import java.util.Set;

/**
 * Leaves out the trace that Vert.x up to 5.0.12 logs as an error when it writes a message to a member whose connection
 * ends at the same moment. The message has failed already, as whoever sent it is told; the trace says that its promise
 * does not take the failure twice, which helps nobody. Any other unhandled exception passes.
 *
 * @see <a href="https://github.com/eclipse-vertx/vert.x/pull/6211">its cure in Vert.x</a>
 */
public final class WriteRaceFilter extends Filter<ILoggingEvent> {
    private static final String LOGGER = "io.vertx.core.impl.ContextImpl";
    private static final String MESSAGE = "Promise already completed";
    private static final Set<String> WRITERS = Set.of(
            "io.vertx.core.eventbus.impl.clustered.OutboundConnection",
            "io.vertx.core.net.impl.DelegatingChannelPromise");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLoggerName().equals(LOGGER)
                        && event.getThrowableProxy() instanceof ThrowableProxy proxy
                        && isOfWrite(proxy.getThrowable())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean isOfWrite(Throwable thrown) {
        return thrown instanceof IllegalStateException
                && MESSAGE.equals(thrown.getMessage())
                && Arrays.stream(thrown.getStackTrace()).anyMatch(frame -> WRITERS.contains(frame.getClassName()));
    }
}
