package io.equipoise.balancer.ctl;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backends",
        description = "All backends, or what is known of one. OPEN counts the sessions of the balancer that is asked;"
                + " top counts those of all.")
final class BackendsCommand extends CtlCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "A backend.")
    private @Nullable String id;

    @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service only.")
    private String service = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Those that are ready, draining or in maintenance only.")
    private String state = "";

    @Option(names = "--health", paramLabel = "HEALTH", description = "Those that are up, down or unknown only.")
    private String health = "";

    BackendsCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        oneOf("--state", state, "ready", "draining", "maintenance");
        oneOf("--health", health, "up", "down", "unknown");
        if (id == null) {
            list(setting().api().list(Api.BACKENDS, Map.of("service", service), Integer.MAX_VALUE));
        } else {
            show(setting().api().get(Location.path(Api.BACKENDS, id), Map.of()));
        }
        return Exit.DONE;
    }

    private static void oneOf(String option, String typed, String... allowed) {
        if (!typed.isEmpty() && Arrays.stream(allowed).noneMatch(typed::equalsIgnoreCase)) {
            throw new CtlFailure(
                    Exit.USAGE, option + " is one of " + String.join(", ", allowed) + ", not " + Printable.of(typed));
        }
    }

    private void list(List<Fields> all) {
        List<Fields> shown = all.stream()
                .filter(backend -> state.isEmpty() || backend.text("state").equalsIgnoreCase(state))
                .filter(backend -> health.isEmpty() || backend.text("health").equalsIgnoreCase(health))
                .sorted(Comparator.comparing((Fields backend) -> backend.text("service"))
                        .thenComparing(backend -> backend.text("id")))
                .toList();
        if (setting().json()) {
            shown.forEach(backend -> terminal().print(backend.json()));
        } else {
            terminal().print(table(shown));
        }
    }

    private static Table table(List<Fields> backends) {
        Table table = new Table(
                "SERVICE", "ID", "ADDRESS", "STATE", "HEALTH", ">WEIGHT", ">OPEN", ">OPENED", ">FAILED", "WHY");
        for (Fields backend : backends) {
            table.add(
                    Cell.of(backend.text("service")),
                    Cell.of(backend.text("id")),
                    Cell.of(address(backend)),
                    Cell.state(backend.text("state")),
                    Cell.state(backend.text("health")),
                    Cell.of(backend.text("weight")),
                    Cell.of(backend.text("open")),
                    Cell.of(backend.text("opened")),
                    Cell.of(backend.text("failures")),
                    Cell.of(backend.text("why")));
        }
        return table;
    }

    private void show(Fields backend) {
        if (setting().json()) {
            terminal().print(backend.json());
            return;
        }
        Fields order = backend.part("order");
        terminal()
                .print(new Details()
                        .add("id", backend.text("id"))
                        .add("service", backend.text("service"))
                        .add("address", address(backend))
                        .add("origin", backend.text("origin"))
                        .add("state", changed(backend, "state", "announcedState"))
                        .add("health", backend.text("health"))
                        .add("why", backend.text("why"))
                        .add("takes sessions", backend.flag("eligible") ? "yes" : "no")
                        .add("weight", changed(backend, "weight", "announcedWeight"))
                        .add(
                                "sessions at most",
                                backend.whole("maxConnections") == 0 ? "" : backend.text("maxConnections"))
                        .add("open", backend.text("open"))
                        .add("opened", backend.text("opened"))
                        .add("failed", backend.text("failures"))
                        .add("failed in a row", backend.text("consecutiveFailures"))
                        .add("zone", backend.text("zone"))
                        .add("tags", tags(backend.part("tags")))
                        .add("incarnation", backend.text("incarnation"))
                        .add(
                                "changed",
                                order.has("by")
                                        ? "by " + order.text("by") + " at " + Figure.time(order.text("at"))
                                        : "")
                        .lines());
    }

    private static String changed(Fields backend, String now, String announced) {
        boolean same = !backend.has(announced) || backend.text(now).equals(backend.text(announced));
        return backend.text(now) + (same ? "" : " (announced " + backend.text(announced) + ")");
    }

    private static String tags(Fields tags) {
        return tags.values().keySet().stream()
                .map(name -> name + "=" + tags.text(name))
                .collect(Collectors.joining(" "));
    }

    private static String address(Fields backend) {
        String host = backend.text("host");
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + backend.text("port");
    }
}
