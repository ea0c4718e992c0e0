/** How busy a backend is, as one number that least-loaded policies compare. */
@NullMarked
package io.equipoise.balancer.pool.load;

import org.jspecify.annotations.NullMarked;
