package io.equipoise.balancer.ctl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "decisions",
        description =
                "The newest sampled choices of a backend by this balancer, the newest first; session explains one.")
final class DecisionsCommand extends CtlCommand {
    @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service only.")
    private String service = "";

    @Option(names = "--backend", paramLabel = "ID", description = "Those that chose this backend only.")
    private String backend = "";

    @Option(names = "--limit", paramLabel = "N", description = "As many at most, up to 1000; default 100.")
    private int limit = 100;

    DecisionsCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Limit.check(limit, Api.PAGE);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("service", service);
        query.put("backend", backend);
        query.put("limit", String.valueOf(limit));
        List<Fields> decisions = setting().api().get(Api.DECISIONS, query).parts("items");
        if (setting().json()) {
            decisions.forEach(decision -> terminal().print(decision.json()));
        } else {
            terminal().print(table(decisions));
        }
        return Exit.DONE;
    }

    private static Table table(List<Fields> decisions) {
        Table table = new Table("AT", "SESSION", "CLIENT", "SERVICE", "CHOSEN", "ENDED", "WHY");
        for (Fields decision : decisions) {
            table.add(
                    Figure.time(decision.text("at")),
                    decision.text("session"),
                    decision.text("client"),
                    decision.text("service"),
                    decision.text("chosen"),
                    decision.part("outcome").text("reason"),
                    decision.text("why"));
        }
        return table;
    }
}
