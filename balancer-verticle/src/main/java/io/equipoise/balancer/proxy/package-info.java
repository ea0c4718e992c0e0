/**
 * The data path: accept, select, connect, relay, report. Both sockets of a session live on one event loop; nothing here
 * blocks, and nothing on the per-byte path allocates or logs.
 */
@NullMarked
package io.equipoise.balancer.proxy;

import org.jspecify.annotations.NullMarked;
