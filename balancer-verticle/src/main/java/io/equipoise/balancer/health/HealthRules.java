package io.equipoise.balancer.health;

import java.time.Duration;
import java.util.Optional;

/**
 * How the backends of one service are probed.
 *
 * @param interval between two probes of an up backend, ±10 %
 * @param timeout after which a probe without an answer is a bad one
 * @param downInterval between two probes of a down backend, or up to 10 % less
 * @param rise good probes in a row that take it up
 * @param fall bad probes in a row that take it down
 * @param sessionGrace how long a backend that is down keeps its open sessions
 * @param send what the TCP probe sends after it has connected
 * @param expect what the TCP probe's answer must contain
 */
public record HealthRules(
        Duration interval,
        Duration timeout,
        Duration downInterval,
        int rise,
        int fall,
        Duration sessionGrace,
        Optional<String> send,
        Optional<String> expect) {}
