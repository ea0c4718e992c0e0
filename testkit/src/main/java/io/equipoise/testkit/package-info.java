/**
 * What tests need and products do not: processes and their output, raw and hostile TCP peers, seeded bytes, an open-loop
 * load of connections, readings from {@code /proc}. The JDK and Awaitility, nothing else.
 */
@NullMarked
package io.equipoise.testkit;

import org.jspecify.annotations.NullMarked;
