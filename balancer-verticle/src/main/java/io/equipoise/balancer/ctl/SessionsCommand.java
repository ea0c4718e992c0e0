package io.equipoise.balancer.ctl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "sessions", description = "The sessions of this balancer that run now.")
final class SessionsCommand extends CtlCommand {
    @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service only.")
    private String service = "";

    @Option(names = "--backend", paramLabel = "ID", description = "On this backend only.")
    private String backend = "";

    @Option(names = "--listener", paramLabel = "NAME", description = "Of this listener only.")
    private String listener = "";

    @Option(names = "--limit", paramLabel = "N", description = "As many at most; default 100.")
    private int limit = 100;

    SessionsCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Limit.check(limit, Integer.MAX_VALUE - 1);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("service", service);
        query.put("backend", backend);
        query.put("listener", listener);
        List<Fields> sessions = setting().api().list(Api.SESSIONS, query, limit + 1);
        List<Fields> shown = sessions.subList(0, Math.min(limit, sessions.size()));
        if (setting().json()) {
            shown.forEach(session -> terminal().print(session.json()));
        } else {
            terminal().print(table(shown));
        }
        if (sessions.size() > limit) {
            terminal().note("ctl: there are more than " + limit + "; --limit shows more");
        }
        return Exit.DONE;
    }

    private static Table table(List<Fields> sessions) {
        Table table = new Table(
                "ID", "LISTENER", "SERVICE", "CLIENT", "BACKEND", "STATE", ">AGE", ">FIRST BYTE", ">IN", ">OUT");
        for (Fields session : sessions) {
            table.add(
                    Cell.of(session.text("id")),
                    Cell.of(session.text("listener")),
                    Cell.of(session.text("service")),
                    Cell.of(session.text("client")),
                    Cell.of(session.text("backend")),
                    Cell.state(session.text("state")),
                    Cell.of(Figure.millis(session.number("totalMillis"))),
                    Cell.of(Figure.millis(session.number("firstByteMillis"))),
                    Cell.of(Figure.bytes(session.whole("bytesFromClient"))),
                    Cell.of(Figure.bytes(session.whole("bytesFromBackend"))));
        }
        return table;
    }
}
