/** How busy a backend is: what it tells every balancer that pings it. */
@NullMarked
package io.equipoise.backend.load;

import org.jspecify.annotations.NullMarked;
