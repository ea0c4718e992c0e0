/** Several clients of a cluster as one load generator: they meet, start together, and one of them tells the whole. */
@NullMarked
package io.equipoise.client.members;

import org.jspecify.annotations.NullMarked;
