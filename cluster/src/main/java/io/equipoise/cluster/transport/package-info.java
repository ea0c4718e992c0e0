/** The transport that every member's Vert.x runs on, and the connections that a balancer relays over it. */
@NullMarked
package io.equipoise.cluster.transport;

import org.jspecify.annotations.NullMarked;
