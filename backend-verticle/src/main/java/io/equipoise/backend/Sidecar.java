package io.equipoise.backend;

import io.equipoise.backend.service.Serving;
import io.equipoise.backend.service.TargetCheck;
import io.equipoise.cluster.launch.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks for a TCP service that knows nothing of clusters: it is registered while it can be connected to. Each time it
 * comes back it is a new start of the same backend. It is announced where it was reached, unless the configuration says
 * otherwise; one on loopback, at this member's own address. Owned by one event loop.
 */
final class Sidecar {
    private static final Logger log = LoggerFactory.getLogger(Sidecar.class);

    private final Backend backend;
    private final boolean isAnnouncedWhereReached;
    private final Target target;
    private final TargetCheck check;
    private @Nullable RegisteredBackend registered;
    private Future<?> change = Future.succeededFuture();
    private boolean stopped;

    Sidecar(Vertx vertx, Backend backend, BackendConfig config) {
        this.backend = backend;
        this.isAnnouncedWhereReached = config.profile().host().isEmpty();
        TargetConfig checked = config.target().orElseThrow();
        HostPort address = checked.address();
        this.target = new Target(address.port());
        this.check = new TargetCheck(
                vertx,
                SocketAddress.inetSocketAddress(address.port(), address.host()),
                checked.interval(),
                checked.timeout(),
                this::onResult);
    }

    /** The port of a service that others opened: it is neither closed nor waited for. */
    private record Target(int port) implements Serving {
        @Override
        public void drain() {}

        @Override
        public Future<Integer> finish(Duration deadline) {
            return Future.succeededFuture(0);
        }
    }

    /** Done after the first check; fails when the target is there and cannot be registered. */
    Future<Void> start() {
        return check.start().compose(checked -> change.mapEmpty());
    }

    /** Leaves as any backend does; the target goes on. */
    Future<Void> stop() {
        stopped = true;
        check.stop();
        return change.transform(changed -> registered == null ? Future.succeededFuture() : registered.leave());
    }

    private void onResult(Optional<String> reachedAt) {
        if (!change.isComplete()) {
            return;
        }
        if (reachedAt.isPresent() && registered == null) {
            change = announcedFor(reachedAt.get())
                    .register(target)
                    .onSuccess(this::onRegistered)
                    .onFailure(cause -> log.atWarn()
                            .addKeyValue("cause", cause.getMessage())
                            .log("target cannot be registered"));
        } else if (reachedAt.isEmpty() && registered != null) {
            RegisteredBackend leaving = registered;
            registered = null;
            change = leaving.abandon();
        }
    }

    private Backend announcedFor(String address) {
        return isAnnouncedWhereReached
                ? announcedHost(address).map(backend::host).orElse(backend)
                : backend;
    }

    /** What to announce for a target that was reached there; nothing of its own when others cannot reach it there. */
    static Optional<String> announcedHost(String address) {
        return IpAddress.parse(address).filter(ip -> !ip.isLoopbackAddress()).map(ip -> address);
    }

    private void onRegistered(RegisteredBackend now) {
        registered = now;
        now.left().onComplete(left -> {
            if (registered == now && !stopped) {
                // Somebody else has the id from now on.
                check.stop();
            }
        });
    }
}
