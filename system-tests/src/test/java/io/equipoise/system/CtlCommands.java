package io.equipoise.system;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Two balancers that want a token, backends, and the command line of operators as a process at either of them. */
final class CtlCommands implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOKEN = "token-of-these-tests";

    /**
     * What a command left behind.
     *
     * @param code its exit code
     * @param lines what it printed, standard error included
     */
    record Outcome(int code, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    private final TestCluster cluster = new TestCluster();
    private final Balancer one = balancer("one");
    private final Balancer two = balancer("two");
    private final Map<String, Backend> backends = new TreeMap<>();

    CtlCommands(String... ids) {
        for (String id : ids) {
            backends.put(id, cluster.backend(id));
        }
        List.of(one, two).forEach(balancer -> balancer.awaitUp(Set.of(ids)));
    }

    private Balancer balancer(String name) {
        JsonObject admin = new JsonObject().put("port", 0).put("token", TOKEN).put("publicReads", true);
        return cluster.balancer(name, new JsonObject().put("admin", admin), UnaryOperator.identity());
    }

    Balancer one() {
        return one;
    }

    Balancer two() {
        return two;
    }

    Backend backend(String id) {
        return backends.get(id);
    }

    /** The command against that balancer, with the right token. */
    static Command at(Balancer balancer, String... words) {
        return anywhere(words)
                .withEnvironment("EQUIPOISE_ADMIN_URL", "http://127.0.0.1:" + Admin.port(balancer))
                .withEnvironment("EQUIPOISE_ADMIN_TOKEN", TOKEN);
    }

    /** The command without anything in its environment; signals are heard although a shell may have had them ignored. */
    static Command anywhere(String... words) {
        return Command.fatJar("balancer-verticle", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withName("ctl " + String.join(" ", words))
                .behind("env", "--default-signal=INT,PIPE")
                .with("ctl")
                .with(words);
    }

    /** A line of the shell in which {@code "$@"} is the command. */
    static Command inShell(Command command, String line) {
        List<String> prefix = List.of("bash", "-c", line, "bash");
        String[] all = Stream.concat(prefix.stream(), command.prefix().stream()).toArray(String[]::new);
        return command.behind(all);
    }

    static Outcome run(Balancer balancer, String... words) {
        return run(at(balancer, words));
    }

    static Outcome run(Command command) {
        try (RunningProcess process = command.start()) {
            int code = process.awaitExit(PATIENCE);
            return new Outcome(
                    code, process.output().lines().stream().map(LogLine::text).toList());
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
