/** Logback's parts of our log: lines as JSON, and a queue that never holds a thread up. */
@NullMarked
package io.equipoise.cluster.launch.logging;

import org.jspecify.annotations.NullMarked;
