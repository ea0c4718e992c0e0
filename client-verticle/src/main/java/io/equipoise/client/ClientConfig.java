package io.equipoise.client;

import io.equipoise.client.protocol.Http1;
import io.equipoise.client.protocol.PayloadSize;
import io.equipoise.client.protocol.Protocol;
import io.equipoise.client.protocol.TcpEcho;
import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.Durations;
import io.equipoise.cluster.launch.HostPort;
import io.equipoise.cluster.launch.InvalidConfig;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to run.
 *
 * @param target where to connect to; without one, balancers are looked for in the cluster
 * @param service whose listeners are looked for
 * @param connections at the same time, over all verticles
 * @param duration after which no request starts; zero is until the process is told to end
 * @param requests at most, over all verticles; 0 is any number
 * @param requestsPerConnection 0 keeps a connection for all requests
 * @param newConnections the part of the requests, 0 to 1, that get a new connection of their own
 * @param speaks the protocol
 * @param path what to ask for over HTTP
 * @param payload sizes of the requests of the echo protocol
 * @param rate requests to start in each second, over all verticles; 0 is as fast as replies come
 * @param stages the course of a rate that changes, in place of {@code rate} and {@code duration}; empty for none
 * @param connectTimeout for one attempt to connect
 * @param tls how connections are encrypted; empty for not at all
 * @param connectRetries further attempts of one request, at once, each at the next target
 * @param connectRetryFor how long after its start a request may try again to connect, with pauses; zero leaves it at
 *     {@code connectRetries}
 * @param requestTimeout for a request, connecting included
 * @param seed of all that is drawn
 * @param members how many clients of the cluster share the run, this one included
 * @param run the name under which they meet
 * @param membersTimeout how long to wait for them
 * @param reportInterval between two lines
 * @param report file for the report as JSON
 * @param html file for the report as a page
 */
record ClientConfig(
        Optional<HostPort> target,
        String service,
        int connections,
        Duration duration,
        int requests,
        int requestsPerConnection,
        double newConnections,
        Speaks speaks,
        String path,
        PayloadSize payload,
        double rate,
        List<Stage> stages,
        Duration connectTimeout,
        Optional<Tls> tls,
        int connectRetries,
        Duration connectRetryFor,
        Duration requestTimeout,
        int seed,
        int members,
        String run,
        Duration membersTimeout,
        Duration reportInterval,
        Optional<String> report,
        Optional<String> html) {

    /** Class-path resource of the schema. */
    static final String SCHEMA = "io/equipoise/client/client.schema.json";

    /** How the client talks. */
    enum Speaks {
        TCP_ECHO,
        HTTP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads a configuration, with a default for every key. */
    static ClientConfig from(JsonObject json) {
        ConfigReader config = ConfigReader.of(json);
        return new ClientConfig(
                config.address("target"),
                config.text("service", "default"),
                config.integer("connections", 50),
                config.duration("duration", Duration.ofSeconds(20)),
                config.integer("requests", 0),
                config.integer("requestsPerConnection", 0),
                config.number("newConnections", 0),
                speaks(config),
                config.text("path", "/"),
                PayloadKey.read(json),
                config.number("rate", 0),
                stages(config),
                config.duration("connectTimeout", Duration.ofSeconds(5)),
                Tls.read(config),
                config.integer("connectRetries", 0),
                config.duration("connectRetryFor", Duration.ZERO),
                config.duration("requestTimeout", Duration.ofSeconds(5)),
                config.integer("seed", 1),
                config.integer("members", 1),
                config.text("run", "default"),
                config.duration("membersTimeout", Duration.ofMinutes(1)),
                config.duration("reportInterval", Duration.ofSeconds(1)),
                config.text("report"),
                config.text("html"));
    }

    private static List<Stage> stages(ConfigReader config) {
        if (!config.has("stages")) {
            return List.of();
        }
        for (String other : List.of("rate", "duration")) {
            if (config.has(other)) {
                throw new InvalidConfig("stages and " + other + " are both there; allowed is one of them: stages have"
                        + " rates and lengths of their own");
            }
        }
        List<Stage> stages =
                config.sections("stages").stream().map(ClientConfig::stage).toList();
        if (stages.isEmpty() || stages.stream().allMatch(stage -> stage.rate() == 0)) {
            throw config.invalid("stages", "at least one stage with a rate above 0");
        }
        return stages;
    }

    private static Stage stage(ConfigReader config) {
        Stage stage = new Stage(
                config.number("rate", 0),
                config.duration("ramp", Duration.ZERO),
                config.duration("hold", Duration.ZERO));
        if (stage.length().isZero()) {
            throw config.invalid("hold", "a duration above \"0s\" where ramp has none");
        }
        return stage;
    }

    private static Speaks speaks(ConfigReader config) {
        String name = config.text("protocol", Speaks.TCP_ECHO.toString());
        for (Speaks each : Speaks.values()) {
            if (each.toString().equals(name)) {
                return each;
            }
        }
        throw config.invalid("protocol", "\"tcp-echo\" or \"http\"");
    }

    /**
     * Looks whether it can be run so.
     *
     * @throws InvalidConfig naming the key, its value and what is allowed
     */
    void check(boolean clustered, int instances) {
        if (instances > connections) {
            throw InvalidConfig.at("connections", connections, "at least 1 for each of " + instances + " instances");
        }
        if (members > 1 && !clustered) {
            throw InvalidConfig.at("members", members, "1 without -cluster, in which the members meet");
        }
        if (target.isEmpty() && !clustered) {
            throw new InvalidConfig("target is missing; allowed is an address such as -conf"
                    + " '{\"target\":\"127.0.0.1:8080\"}', or -cluster to find balancers");
        }
    }

    /** The same for the event loops of all clients of the run. */
    void checkLoops(int loops) {
        if (loops > connections) {
            throw InvalidConfig.at(
                    "connections", connections, "at least 1 for each of the " + loops + " instances of all members");
        }
    }

    boolean isPaced() {
        return rate > 0 || !stages.isEmpty();
    }

    /** When requests are due, if they have a rate. */
    Optional<Schedule> schedule() {
        if (!stages.isEmpty()) {
            return Optional.of(Schedule.of(stages));
        }
        return rate > 0 ? Optional.of(Schedule.constant(rate, duration)) : Optional.empty();
    }

    /** How many requests are due over time, if they have a rate. */
    Optional<Asked> asked() {
        return schedule().map(schedule -> new Asked(schedule, requests == 0 ? Long.MAX_VALUE : requests));
    }

    /** For how long requests start; zero is until the process is told to end. */
    Duration length() {
        return stages.isEmpty() ? duration : stages.stream().map(Stage::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** The connections of one verticle of so many. */
    int connections(int part, int parts) {
        return connections / parts + (part < connections % parts ? 1 : 0);
    }

    /** The requests that one verticle of so many may start. */
    long requests(int part, int parts) {
        return requests == 0 ? Long.MAX_VALUE : requests / parts + (part < requests % parts ? 1 : 0);
    }

    /** The protocol that was chosen. */
    Protocol protocol() {
        return switch (speaks) {
            case TCP_ECHO -> new TcpEcho(seed, payload);
            case HTTP -> new Http1(target.map(HostPort::toString).orElse(service), path, requestsPerConnection != 1);
        };
    }

    /** The run in words, for reports. */
    String describe(String targets) {
        String kept = requestsPerConnection == 0 ? "kept" : "of " + requestsPerConnection + " requests each";
        if (newConnections > 0) {
            kept += ", a new one for " + newConnections + " of the requests";
        }
        String asks = speaks == Speaks.HTTP ? "http " + path : "tcp-echo of " + PayloadKey.describe(payload);
        String pace = rate > 0 ? ", " + rate + " requests/s" : stages.isEmpty() ? "" : ", " + course();
        return connections + " connections (" + kept + ") to " + targets + (tls.isPresent() ? " by TLS" : "") + ", "
                + asks + pace;
    }

    private String course() {
        return stages.stream()
                .map(stage -> (stage.ramp().isZero() ? "" : "in " + Durations.format(stage.ramp()) + " to ")
                        + stage.rate() + " requests/s for " + Durations.format(stage.hold()))
                .collect(Collectors.joining(", then "));
    }
}
