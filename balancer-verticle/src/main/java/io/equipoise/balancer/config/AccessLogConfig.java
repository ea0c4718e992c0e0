package io.equipoise.balancer.config;

/**
 * Which sessions have a line in the access log.
 *
 * @param enabled whether there is an access log
 * @param sample share of sessions that are logged, 0 to 1; sessions that failed are always logged
 */
public record AccessLogConfig(boolean enabled, double sample) {
    /** What a balancer has that says nothing. */
    public static final AccessLogConfig DEFAULTS = new AccessLogConfig(true, 1.0);
}
