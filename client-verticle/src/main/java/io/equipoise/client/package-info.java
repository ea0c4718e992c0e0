/** The load generator: it opens connections to balancers, checks every byte that comes back and reports what it saw. */
@NullMarked
package io.equipoise.client;

import org.jspecify.annotations.NullMarked;
