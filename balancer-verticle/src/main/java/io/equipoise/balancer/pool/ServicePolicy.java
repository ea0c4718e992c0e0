package io.equipoise.balancer.pool;

/**
 * How the pool treats one service.
 *
 * @param selectors makes the selector whenever the set of eligible backends changes
 * @param queuePlaces sessions that may wait while all backends are full
 * @param panicPercent panic below this share of healthy backends, 0 (never) to 100 [Envoy healthy_panic_threshold: 50]
 */
public record ServicePolicy(Selector.Factory selectors, int queuePlaces, int panicPercent) {}
