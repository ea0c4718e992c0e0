package io.equipoise.balancer.ctl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Whether the balancer is live and ready, and what the cluster does; exit code 1 when it is not.")
final class StatusCommand extends CtlCommand {
    StatusCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Api api = setting().api();
        boolean live = isUp(api.health("/health/live"));
        Fields ready = api.health("/health/ready");
        Fields stats = api.get(Api.STATS, Map.of());
        List<String> reasons = reasons(ready);
        if (setting().json()) {
            printJson(live, isUp(ready), reasons, stats);
        } else {
            print(live, isUp(ready), reasons, stats);
        }
        return live && isUp(ready) ? Exit.DONE : Exit.NOT;
    }

    private static boolean isUp(Fields health) {
        return Stream.of("status", "outcome").map(health::text).anyMatch("UP"::equals)
                || health.values().isEmpty();
    }

    private static List<String> reasons(Fields ready) {
        return ready.parts("checks").stream()
                .filter(check -> !check.text("status").equals("UP"))
                .map(check -> check.text("id") + ": " + check.part("data").text("reason"))
                .toList();
    }

    private void printJson(boolean live, boolean ready, List<String> reasons, Fields stats) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("live", live);
        all.put("ready", ready);
        all.put("reasons", reasons);
        for (String name : List.of("at", "balancer", "total", "balancers", "services")) {
            all.put(name, stats.values().get(name));
        }
        terminal().print(Json.write(all));
    }

    private void print(boolean live, boolean ready, List<String> reasons, Fields stats) {
        terminal()
                .print(terminal()
                                .painted(
                                        ready ? Style.GOOD : Style.BAD,
                                        stats.text("balancer").isEmpty()
                                                ? "the balancer"
                                                : Printable.of(stats.text("balancer")))
                        + " is " + (live ? "live" : "not live") + " and " + (ready ? "ready" : "not ready"));
        reasons.forEach(reason -> terminal().print("  " + Printable.of(reason)));
        terminal().print("");
        terminal().print(balancers(stats));
        terminal().print("");
        terminal().print(services(stats));
        terminal().print("");
        terminal().print(Totals.line(stats.part("total")));
    }

    private static Table balancers(Fields stats) {
        Table table = new Table("BALANCER", "FIGURES", ">OPEN", ">RATE/S", ">FAILED/S");
        for (Fields balancer : stats.parts("balancers")) {
            table.add(
                    Cell.of(balancer.text("id")),
                    Cell.state(balancer.flag("stale") ? "stale" : "fresh"),
                    Cell.of(Figure.whole(balancer.whole("open"))),
                    Cell.of(Figure.decimal(balancer.decimal("rate"))),
                    Cell.of(Figure.decimal(balancer.decimal("failureRate"))));
        }
        return table;
    }

    private static Table services(Fields stats) {
        Table table = new Table(
                "SERVICE",
                "POLICY",
                ">ELIGIBLE",
                "HEALTH",
                ">WAITING",
                ">OPEN",
                ">RATE/S",
                ">FAILED/S",
                ">P50",
                ">P99");
        for (Fields service : stats.parts("services")) {
            Fields firstByte = service.part("firstByte");
            table.add(
                    Cell.of(service.text("name")),
                    Cell.of(service.text("policy")),
                    Cell.of(service.whole("eligible") + "/" + service.whole("backends")),
                    Cell.state(service.flag("panic") ? "panic" : "obeyed"),
                    Cell.of(Figure.whole(service.whole("waiting"))),
                    Cell.of(Figure.whole(service.whole("open"))),
                    Cell.of(Figure.decimal(service.decimal("rate"))),
                    Cell.of(Figure.decimal(service.decimal("failureRate"))),
                    Cell.of(Figure.millis(firstByte.number("p50"))),
                    Cell.of(Figure.millis(firstByte.number("p99"))));
        }
        return table;
    }
}
