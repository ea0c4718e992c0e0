package io.equipoise.backend.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks again and again whether a TCP service can be connected to. The first check decides; from then on two in a row
 * must contradict, and the second of them follows soon. Owned by one event loop.
 */
public final class TargetCheck {
    private static final Logger log = LoggerFactory.getLogger(TargetCheck.class);
    private static final int IN_A_ROW = 2;
    private static final int FASTER_IN_DOUBT = 5;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final SocketAddress target;
    private final Duration interval;
    private final NetClient client;
    private final Consumer<Optional<String>> onResult;
    private long timer = NO_TIMER;
    private boolean known;
    private boolean reachable;
    private String address = "";
    private int contradictions;
    private boolean stopped;

    /**
     * Checks that address.
     *
     * @param timeout after which a check without a connection is bad
     * @param onResult told after each check the IP address at which the target was last reached; nothing when the
     *     target does not count as reachable
     */
    public TargetCheck(
            Vertx vertx,
            SocketAddress target,
            Duration interval,
            Duration timeout,
            Consumer<Optional<String>> onResult) {
        this.vertx = vertx;
        this.target = target;
        this.interval = interval;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setReconnectAttempts(0));
        this.onResult = onResult;
    }

    /** Checks at once; done after the first check. */
    public Future<Void> start() {
        return check();
    }

    /** Checks no more. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        client.close();
    }

    private Future<Void> check() {
        return client.connect(target).compose(this::close).transform(connected -> {
            if (!stopped) {
                onCheck(connected.succeeded());
                Duration pause = contradictions == 0 ? interval : interval.dividedBy(FASTER_IN_DOUBT);
                timer = vertx.setTimer(Math.max(1, pause.toMillis()), id -> check());
            }
            return Future.succeededFuture();
        });
    }

    private Future<Void> close(NetSocket connected) {
        // A target may well reset a connection that says nothing; connected it was.
        connected.exceptionHandler(cause -> {});
        address = connected.remoteAddress().hostAddress();
        return connected.close();
    }

    private void onCheck(boolean good) {
        contradictions = good == reachable && known ? 0 : contradictions + 1;
        if (!known || contradictions == IN_A_ROW) {
            known = true;
            reachable = good;
            contradictions = 0;
            log.atInfo().addKeyValue("target", target).log(good ? "target is reachable" : "target is not reachable");
        }
        onResult.accept(reachable ? Optional.of(address) : Optional.empty());
    }
}
