/** The figures of all balancers, merged: each tells the others what it has counted, each shows the sum. */
@NullMarked
package io.equipoise.balancer.stats;

import org.jspecify.annotations.NullMarked;
