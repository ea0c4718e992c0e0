package io.equipoise.balancer.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How backends are probed.
 *
 * @param interval between two probes of an up backend, ±10 % jitter
 * @param timeout after which a probe without an answer is bad
 * @param downInterval between two probes of a down backend [HAProxy downinter]
 * @param rise good probes in a row that take a backend up [HAProxy rise 2]
 * @param fall bad probes in a row that take it down
 * @param sessionGrace how long a backend that is down keeps its open sessions before they are cut
 * @param send what the TCP probe sends after it has connected
 * @param expect what the TCP probe's answer must contain
 * @param ejectAfter failures in a row, seen in real traffic, that eject a backend; 0 is never [Envoy consecutive 5]
 * @param ejectFor how long the first ejection lasts; each further one is longer [Envoy base_ejection_time 30 s]
 */
public record HealthConfig(
        Duration interval,
        Duration timeout,
        Duration downInterval,
        int rise,
        int fall,
        Duration sessionGrace,
        Optional<String> send,
        Optional<String> expect,
        int ejectAfter,
        Duration ejectFor) {

    /** What a service has that says nothing. */
    public static final HealthConfig DEFAULTS = new HealthConfig(
            Duration.ofMillis(500),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            2,
            2,
            Duration.ofSeconds(10),
            Optional.empty(),
            Optional.empty(),
            5,
            Duration.ofSeconds(30));
}
