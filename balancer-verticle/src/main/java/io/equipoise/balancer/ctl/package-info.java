/**
 * The command line for operators, {@code java -jar balancer-verticle-fat.jar ctl}: a client of the admin API and nothing
 * else. It loads neither Vert.x nor Hazelcast nor the log, so that it starts at once.
 */
@NullMarked
package io.equipoise.balancer.ctl;

import org.jspecify.annotations.NullMarked;
