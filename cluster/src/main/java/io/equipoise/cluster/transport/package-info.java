/** The transport that every member's Vert.x runs on. */
@NullMarked
package io.equipoise.cluster.transport;

import org.jspecify.annotations.NullMarked;
