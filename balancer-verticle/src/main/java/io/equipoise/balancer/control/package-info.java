/**
 * The control loop: one event loop that owns discovery, health and every change of the pool. Its timers are a seam, so
 * that tests need no sleeping; its changes of the pool are collected, so that many at once cost one snapshot.
 */
@NullMarked
package io.equipoise.balancer.control;

import org.jspecify.annotations.NullMarked;
