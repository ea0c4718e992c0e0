package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendPool;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What all sessions of one event loop share. Confined to that loop, but for the pool.
 *
 * @param pool which backends there are
 * @param reports who is told what happens
 * @param random the loop's own dice
 * @param nanoTime the monotonic clock
 * @param connector makes backend connections on this loop
 * @param sessions those that are open on this loop
 */
record Loop(
        BackendPool pool,
        SessionListener reports,
        RandomGenerator random,
        LongSupplier nanoTime,
        BackendConnector connector,
        Sessions sessions) {}
