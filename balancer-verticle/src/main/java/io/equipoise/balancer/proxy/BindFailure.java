package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.ListenerConfig;
import java.io.Serial;

/** A listener could not be bound; the message says which and why, in one line. */
public final class BindFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BindFailure(ListenerConfig listener, Throwable cause) {
        super(
                "listener " + listener.name() + " cannot listen on " + listener.host() + ":" + listener.port() + ": "
                        + cause.getMessage(),
                cause);
    }
}
