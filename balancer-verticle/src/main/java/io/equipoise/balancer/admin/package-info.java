/** What operators and their tools ask of a running balancer, over HTTP. */
@NullMarked
package io.equipoise.balancer.admin;

import org.jspecify.annotations.NullMarked;
