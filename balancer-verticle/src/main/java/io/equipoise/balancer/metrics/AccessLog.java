package io.equipoise.balancer.metrics;

import io.equipoise.balancer.config.AccessLogConfig;
import io.equipoise.balancer.proxy.CloseReason;
import io.equipoise.balancer.proxy.SessionListener;
import io.equipoise.balancer.proxy.SessionReport;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a session, at its end, on the logger {@code equipoise.access}. A share of the clean ones may be left out;
 * those that did not end well are always there. Any loop; its appender does not block.
 */
public final class AccessLog implements SessionListener {
    /** The logger's name. */
    public static final String LOGGER = "equipoise.access";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    private final String balancer;
    private final AccessLogConfig config;
    private final DoubleSupplier dice;

    /**
     * A log of that much.
     *
     * @param balancer id of the balancer, with which its sessions are named
     * @param dice draws from 0 to 1; any thread
     */
    public AccessLog(String balancer, AccessLogConfig config, DoubleSupplier dice) {
        this.balancer = balancer;
        this.config = config;
        this.dice = dice;
    }

    @Override
    public void onClosed(SessionReport report) {
        if (config.enabled() && isWanted(report.reason())) {
            write(report);
        }
    }

    private boolean isWanted(CloseReason reason) {
        boolean clean = reason == CloseReason.CLIENT_CLOSED || reason == CloseReason.BACKEND_CLOSED;
        return !clean || config.sample() >= 1 || dice.getAsDouble() < config.sample();
    }

    /** An argument that the message has no place for: our encoders show its entries. Cheaper than a key/value for each. */
    private void write(SessionReport report) {
        log.info("session", new AccessLine(balancer, report));
    }
}
