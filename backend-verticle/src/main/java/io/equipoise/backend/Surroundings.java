package io.equipoise.backend;

import io.vertx.core.eventbus.EventBus;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What one registered backend lives on, all of one event loop.
 *
 * @param bus where it answers and listens
 * @param link its way into the cluster
 * @param timers what runs something later
 * @param nanoTime the clock that measures
 * @param random for jitter
 */
record Surroundings(EventBus bus, RegistryLink link, Timers timers, LongSupplier nanoTime, RandomGenerator random) {}
