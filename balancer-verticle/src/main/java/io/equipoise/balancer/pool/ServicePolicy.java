package io.equipoise.balancer.pool;

/**
 * How the pool treats one service.
 *
 * @param name the policy's name, to show
 * @param selectors makes the selector whenever the set of eligible backends changes
 * @param queuePlaces sessions that may wait while all backends are full
 * @param panicPercent panic below this share of healthy backends, 0 (never) to 100 [Envoy healthy_panic_threshold: 50]
 */
public record ServicePolicy(String name, Selector.Factory selectors, int queuePlaces, int panicPercent) {

    /** The same but for how it chooses. */
    ServicePolicy choosing(String newName, Selector.Factory newSelectors) {
        return new ServicePolicy(newName, newSelectors, queuePlaces, panicPercent);
    }
}
