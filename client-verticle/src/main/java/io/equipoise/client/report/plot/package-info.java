/** Plots as inline SVG, without a library: values in, text out. Pure. */
@NullMarked
package io.equipoise.client.report.plot;

import org.jspecify.annotations.NullMarked;
