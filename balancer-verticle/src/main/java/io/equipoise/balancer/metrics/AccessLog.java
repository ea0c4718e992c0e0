package io.equipoise.balancer.metrics;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.balancer.proxy.SessionReport;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each session at its end, under the logger {@value #LOGGER}. Can be sampled; sessions that did not end by
 * one side closing are always logged. Called on the data loops: its appender must not block.
 */
public final class AccessLog implements SessionListener {
    /** Name of the logger. */
    public static final String LOGGER = "equipoise.access";

    private static final double NANOS_PER_MILLI = 1e6;

    private final Logger log = LoggerFactory.getLogger(LOGGER);
    private final double sample;
    private final DoubleSupplier dice;

    /**
     * Logs that share of sessions.
     *
     * @param sample 0 to 1
     * @param dice numbers from 0 (inclusive) to 1 (exclusive); asked on any thread
     */
    public AccessLog(double sample, DoubleSupplier dice) {
        this.sample = sample;
        this.dice = dice;
    }

    @Override
    public void onClosed(SessionReport report) {
        if (isAlwaysLogged(report.reason()) || sample >= 1 || dice.getAsDouble() < sample) {
            write(report);
        }
    }

    private void write(SessionReport report) {
        Backend backend = report.backend();
        log.atInfo()
                .addKeyValue("listener", report.listener())
                .addKeyValue("client", text(report.client()))
                .addKeyValue("service", report.service())
                .addKeyValue("backend", backend == null ? "-" : backend.id())
                .addKeyValue("attempts", report.attempts())
                .addKeyValue("queueMs", millis(report.queueNanos()))
                .addKeyValue("connectMs", millis(report.connectNanos()))
                .addKeyValue("firstByteMs", millis(report.firstByteNanos()))
                .addKeyValue("totalMs", millis(report.totalNanos()))
                .addKeyValue("bytesIn", report.bytesFromClient())
                .addKeyValue("bytesOut", report.bytesFromBackend())
                .addKeyValue("reason", report.reason().label())
                .log("session");
    }

    private static boolean isAlwaysLogged(CloseReason reason) {
        return reason != CloseReason.CLIENT_CLOSED && reason != CloseReason.BACKEND_CLOSED;
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getHostString() + ":" + inet.getPort()
                : String.valueOf(address);
    }

    /** Milliseconds with three places, or "-" for a moment that never came. */
    private static String millis(long nanos) {
        if (nanos < 0) {
            return "-";
        }
        long micros = Math.round(nanos / NANOS_PER_MILLI * 1_000);
        String places = String.valueOf(1_000 + micros % 1_000).substring(1);
        return micros / 1_000 + "." + places;
    }
}
