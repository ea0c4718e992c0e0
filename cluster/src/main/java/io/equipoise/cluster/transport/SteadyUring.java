package io.equipoise.cluster.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUringIoHandler;
import io.vertx.core.impl.transports.IoUringTransport;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Netty's io_uring transport, for {@code Vertx.builder().withTransport(...)}, with registrations that are as strict about
 * back-pressure and resets as those of {@link SteadyEpoll}: see {@link SteadyUringRegistration}.
 */
public final class SteadyUring implements Transport {
    private static final String MULTISHOT_ACCEPT = "io.netty.iouring.acceptMultiShotEnabled";

    static {
        // Netty 4.2.18 tries a multishot accept again at once when it has failed, also when it is to pause, and asks
        // the
        // kernel for the address of each client. It reads this once, before its first look at io_uring.
        if (System.getProperty(MULTISHOT_ACCEPT) == null) {
            System.setProperty(MULTISHOT_ACCEPT, "false");
        }
    }

    private final IoUringTransport uring = new IoUringTransport() {
        @Override
        public IoHandlerFactory ioHandlerFactory() {
            IoHandlerFactory netty = IoUringIoHandler.newFactory();
            return executor -> new SteadyHandler(netty.newHandler(executor), SteadyUringRegistration::of);
        }
    };

    @Override
    public String name() {
        return "io_uring";
    }

    /** Whether a ring can be made, entered and ended here: kernels and sandboxes forbid each of that. */
    @Override
    public boolean available() {
        return RingTrial.failure() == null;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        String failure = RingTrial.failure();
        return failure == null ? null : new UnsupportedOperationException(failure);
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return uring;
    }
}
