package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Jitter;
import io.equipoise.balancer.control.Timers.Timer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One name that is looked up again and again. Its address is one that the name has, and stays it for as long as the name
 * has it, in whatever order the answers come. A lookup that fails changes nothing; the next ones follow with back-off.
 * Control loop only.
 */
final class StaticName {
    /** Between two lookups that succeed, ±10 %; also the longest back-off. */
    static final Duration PERIOD = Duration.ofSeconds(30);

    /** The first back-off; it doubles. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(StaticName.class);

    private final String host;
    private final NameLookup lookup;
    private final Consumer<InetAddress> moved;
    private final ControlLoop loop;
    private @Nullable InetAddress current;
    private Duration retry = FIRST_RETRY;
    private boolean outage;
    private boolean stopped;
    private @Nullable Timer next;

    /**
     * Not looked up yet.
     *
     * @param known its address, if somebody else has looked it up
     * @param moved takes its address, whenever that is another
     */
    StaticName(
            String host,
            Optional<InetAddress> known,
            NameLookup lookup,
            Consumer<InetAddress> moved,
            ControlLoop loop) {
        this.host = host;
        this.current = known.orElse(null);
        this.lookup = lookup;
        this.moved = moved;
        this.loop = loop;
    }

    /** Looks it up, now and from now on. */
    void watch() {
        lookup.lookup(host).onComplete(this::onFound, this::onFailed);
    }

    /** Looks it up no more. */
    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    private void onFound(List<InetAddress> addresses) {
        if (stopped) {
            return;
        }
        if (outage) {
            outage = false;
            log.atInfo().addKeyValue("host", host).log("name resolves again");
        }
        retry = FIRST_RETRY;
        if (current == null || !addresses.contains(current)) {
            current = addresses.get(0);
            moved.accept(current);
        }
        next = loop.timers().after(Jitter.around(PERIOD, loop.random()), this::watch);
    }

    private void onFailed(Throwable cause) {
        if (stopped) {
            return;
        }
        if (!outage) {
            outage = true;
            log.atWarn()
                    .addKeyValue("host", host)
                    .addKeyValue("cause", cause.toString())
                    .log("name does not resolve");
        }
        next = loop.timers().after(Jitter.around(retry, loop.random()), this::watch);
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(PERIOD) < 0 ? doubled : PERIOD;
    }
}
