/** A service that registers itself: runnable sample and library. */
@NullMarked
package io.equipoise.backend;

import org.jspecify.annotations.NullMarked;
