package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Periodic;
import io.equipoise.cluster.registry.BalancerRecord;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the cluster where this balancer's listeners are, renews that by lease, and takes it back when it is undeployed.
 * A verticle of its own, deployed beside the data path: it ends when that begins to drain, not after it.
 */
public final class BalancerPresence extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(BalancerPresence.class);

    private final SharedRegistry registry;
    private final BalancerRecord balancer;
    private final ControlLoop loop;
    private Future<Void> writing = Future.succeededFuture();
    private boolean outage;
    private boolean ended;

    /**
     * The presence of that balancer.
     *
     * @param loop timers of the context that calls them, and dice of its own
     */
    public BalancerPresence(SharedRegistry registry, BalancerRecord balancer, ControlLoop loop) {
        this.registry = registry;
        this.balancer = balancer;
        this.loop = loop;
    }

    @Override
    public Future<?> start() {
        Duration third = Duration.ofMillis(balancer.leaseMillis()).dividedBy(3);
        new Periodic(loop, third, this::renew).start();
        renew();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        ended = true;
        return writing.transform(written -> registry.removeBalancer(balancer.id()))
                .recover(cause -> {
                    log.atWarn()
                            .addKeyValue("cause", cause.toString())
                            .log("listeners stay in the registry until their lease ends");
                    return Future.succeededFuture();
                });
    }

    private void renew() {
        if (!ended) {
            writing = registry.put(balancer).onComplete(written -> outage = false, this::onFailed);
        }
    }

    private void onFailed(Throwable cause) {
        if (!outage) {
            outage = true;
            log.atWarn()
                    .addKeyValue("cause", cause.toString())
                    .log("listeners could not be registered, will try again");
        }
    }
}
