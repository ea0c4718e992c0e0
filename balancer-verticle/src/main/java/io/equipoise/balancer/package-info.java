/** The balancer, put together. */
@NullMarked
package io.equipoise.balancer;

import org.jspecify.annotations.NullMarked;
