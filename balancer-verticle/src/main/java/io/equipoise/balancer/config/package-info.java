/** The balancer's configuration as records: immutable, units in their types, validated before anything starts. */
@NullMarked
package io.equipoise.balancer.config;

import org.jspecify.annotations.NullMarked;
