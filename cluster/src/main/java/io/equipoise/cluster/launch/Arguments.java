package io.equipoise.cluster.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was typed behind {@code java -jar X.jar}. */
@Command
final class Arguments {
    private static final Map<String, String> VERTX_4 = Map.of(
            "run", "the jar knows its verticle: leave the command out",
            "bare", "a jar is always a member of its own: leave the command out",
            "start", "start the jar itself, in the background if need be: leave the command out",
            "stop", "send the process a SIGTERM instead",
            "list", "use ps or jps instead",
            "version", "the version stands in the log's first line",
            "-ha", "start several of them instead: each takes over by itself",
            "-hagroup", "start several of them instead: each takes over by itself",
            "-quorum", "start several of them instead: each takes over by itself",
            "-cp", "the jar holds all of its classes: leave it out");

    private static final int MAX_INSTANCES = 1_024;
    private static final int MAX_PORT = 65_535;

    @Option(
            names = {"-cluster", "--cluster"},
            description = "Join the cluster. On one machine members find each other without any other option.")
    private boolean cluster;

    @Option(
            names = {"-conf", "--conf"},
            paramLabel = "FILE|JSON",
            description = "Configuration: a JSON file, or JSON itself.")
    private @Nullable String conf;

    @Option(
            names = {"-instances", "--instances"},
            paramLabel = "N",
            description = "Verticles to deploy; for the balancer, event loops that carry sessions.")
    private @Nullable String instances;

    @Option(
            names = {"-cluster-host", "--cluster-host"},
            paramLabel = "ADDRESS",
            description = "Address of this machine for the cluster's own traffic; default 127.0.0.1.")
    private @Nullable String clusterHost;

    @Option(
            names = {"-cluster-port", "--cluster-port"},
            paramLabel = "PORT",
            description = "Port of the event bus; default any free one.")
    private @Nullable String clusterPort;

    @Option(
            names = {"-cluster-public-host", "--cluster-public-host"},
            paramLabel = "ADDRESS",
            description = "Address under which others reach this member; default the cluster host.")
    private @Nullable String clusterPublicHost;

    @Option(
            names = {"-cluster-public-port", "--cluster-public-port"},
            paramLabel = "PORT",
            description = "Port under which others reach the event bus; default the cluster port.")
    private @Nullable String clusterPublicPort;

    @Option(
            names = {"-cluster-members", "--cluster-members"},
            paramLabel = "ADDRESS,…",
            split = ",",
            description = "Where to look for other members; default the cluster host.")
    private List<String> clusterMembers = new ArrayList<>();

    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            description = "System property, for example -Dvertx.hazelcast.config=FILE for a cluster.xml of your own.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = {"-h", "-help", "--help"},
            description = "Show this and exit.")
    private boolean help;

    private Arguments() {}

    /**
     * Reads a command line.
     *
     * @throws InvalidConfig with a hint, when an option is unknown or its value cannot be
     */
    static Arguments parse(String... args) {
        Arguments arguments = new Arguments();
        CommandLine line = new CommandLine(arguments);
        try {
            line.parseArgs(args);
        } catch (UnmatchedArgumentException e) {
            throw unknown(typed(args, e.getUnmatched().get(0)), line);
        } catch (ParameterException e) {
            throw new InvalidConfig(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; -h shows the options");
        }
        arguments.check();
        return arguments;
    }

    /** The options as {@code -h} shows them: each with its value, and what it is for. */
    static Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        for (OptionSpec option :
                new CommandLine(new Arguments()).getCommandSpec().options()) {
            described.put(option.names()[0] + value(option), option.description()[0]);
        }
        return described;
    }

    private static String value(OptionSpec option) {
        String gap = option.typeInfo().isMap() ? "" : " ";
        return option.arity().max() == 0 ? "" : gap + option.paramLabel();
    }

    boolean cluster() {
        return cluster;
    }

    boolean help() {
        return help;
    }

    Optional<String> conf() {
        return Optional.ofNullable(conf);
    }

    Optional<Integer> instances() {
        return integer("-instances", instances, MAX_INSTANCES);
    }

    Optional<String> clusterHost() {
        return Optional.ofNullable(clusterHost);
    }

    Optional<Integer> clusterPort() {
        return integer("-cluster-port", clusterPort, MAX_PORT);
    }

    Optional<String> clusterPublicHost() {
        return Optional.ofNullable(clusterPublicHost);
    }

    Optional<Integer> clusterPublicPort() {
        return integer("-cluster-public-port", clusterPublicPort, MAX_PORT);
    }

    List<String> clusterMembers() {
        return List.copyOf(clusterMembers);
    }

    Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    private void check() {
        boolean saysCluster = clusterHost().isPresent()
                || clusterPort().isPresent()
                || clusterPublicHost().isPresent()
                || clusterPublicPort().isPresent()
                || !clusterMembers.isEmpty();
        if (saysCluster && !cluster) {
            throw new InvalidConfig("an option that begins with -cluster- needs -cluster; add it");
        }
        instances();
    }

    private static Optional<Integer> integer(String option, @Nullable String text, int max) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.matches("[1-9]\\d{0,8}") && Integer.parseInt(text) <= max) {
            return Optional.of(Integer.valueOf(text));
        }
        throw InvalidConfig.at(option, text, "a whole number from 1 to " + max);
    }

    /** Of {@code -ha} the parser takes the h for help and complains of {@code -a}. */
    private static String typed(String[] args, String unmatched) {
        List<String> typed = List.of(args);
        return typed.contains(unmatched) || !unmatched.startsWith("-")
                ? unmatched
                : typed.stream()
                        .filter(arg -> arg.startsWith("-") && arg.endsWith(unmatched.substring(1)))
                        .findFirst()
                        .orElse(unmatched);
    }

    private static InvalidConfig unknown(String argument, CommandLine line) {
        String habit = VERTX_4.get(argument);
        if (habit != null) {
            return new InvalidConfig(argument + " belongs to the launcher of Vert.x 4; " + habit);
        }
        String nearest = NearestName.of(
                        argument, line.getCommandSpec().optionsMap().keySet())
                .map(name -> "did you mean " + name + "? ")
                .orElse("");
        return new InvalidConfig(
                "unknown option " + InvalidConfig.printable(argument) + "; " + nearest + "-h shows the options");
    }
}
