package io.equipoise.balancer.ctl;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "session",
        description = "One session of this balancer: its times, and why its backend was chosen where that was sampled.")
final class SessionCommand extends CtlCommand {
    @Parameters(paramLabel = "ID", description = "The session, as sessions, decisions and the access log show it.")
    private String id = "";

    SessionCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Fields session = setting().api().get(Location.path(Api.SESSIONS, id), Map.of());
        if (setting().json()) {
            terminal().print(session.json());
            return Exit.DONE;
        }
        terminal().print(details(session).lines());
        Fields decision = session.part("decision");
        if (decision.has("why")) {
            explain(decision);
        } else {
            terminal().print("");
            terminal().print("Why its backend was chosen is not in the decision log, which holds a sample.");
        }
        return Exit.DONE;
    }

    private static Details details(Fields session) {
        return new Details()
                .add("id", session.text("id"))
                .add("balancer", session.text("balancer"))
                .add("listener", session.text("listener"))
                .add("service", session.text("service"))
                .add("client", session.text("client"))
                .add("backend", session.text("backend"))
                .add("state", session.text("state"))
                .add("reason", session.text("reason"))
                .add("begun", Figure.time(session.text("startedAt")))
                .add("age", Figure.millis(session.number("totalMillis")))
                .add("in queue", Figure.millis(session.number("queueMillis")))
                .add("connected after", Figure.millis(session.number("connectMillis")))
                .add("first byte after", Figure.millis(session.number("firstByteMillis")))
                .add("attempts", session.text("attempts"))
                .add("from client", Figure.bytes(session.whole("bytesFromClient")))
                .add("from backend", Figure.bytes(session.whole("bytesFromBackend")));
    }

    private void explain(Fields decision) {
        terminal().print("");
        terminal().print(Printable.of(decision.text("why")));
        terminal()
                .print("attempt " + decision.whole("attempt") + " by " + Printable.of(decision.text("policy"))
                        + ", among "
                        + decision.whole("eligible") + " of " + decision.whole("backends") + " backends"
                        + (decision.flag("panic") ? ", in panic" : ""));
        terminal().print("");
        terminal().print(candidates(decision));
    }

    private static Table candidates(Fields decision) {
        Table table = new Table("BACKEND", ">WEIGHT", ">OPEN", ">LOAD", "VERDICT");
        for (Fields candidate : decision.parts("candidates")) {
            table.add(
                    Cell.of(candidate.text("backend")),
                    Cell.of(candidate.text("weight")),
                    Cell.of(candidate.text("open")),
                    Cell.of(candidate.text("load")),
                    verdict(candidate));
        }
        return table;
    }

    private static Cell verdict(Fields candidate) {
        if (candidate.flag("chosen")) {
            return new Cell("chosen", Style.GOOD);
        }
        if (candidate.has("passed")) {
            return new Cell("passed: " + candidate.text("passed"), Style.WARNING);
        }
        return candidate.flag("looked") ? Cell.of("looked at") : new Cell("not looked at", Style.DIM);
    }
}
