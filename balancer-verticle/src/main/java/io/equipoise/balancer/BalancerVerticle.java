package io.equipoise.balancer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * The balancer: the composition root and the control plane. Its one context owns discovery, health and every change of
 * the pool; the sessions run on the loops of its {@link io.equipoise.balancer.proxy.ProxyVerticle}s.
 */
public final class BalancerVerticle extends VerticleBase {

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }
}
