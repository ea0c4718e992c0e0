/** Latencies as mergeable histograms: recorded on any thread, taken as values, added up and subtracted exactly. */
@NullMarked
package io.equipoise.balancer.latency;

import org.jspecify.annotations.NullMarked;
