/** How a fat jar starts: its command line, its configuration, its logging, and how it ends. */
@NullMarked
package io.equipoise.cluster.launch;

import org.jspecify.annotations.NullMarked;
