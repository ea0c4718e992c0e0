/** A member of the cluster that leaves the cluster's data to others, and waits for those that hold it. */
@NullMarked
package io.equipoise.cluster.lite;

import org.jspecify.annotations.NullMarked;
