package io.equipoise.balancer.ctl;

import java.util.List;
import java.util.Locale;

/** Prints events, one a line. */
final class EventPrinter {
    private final Terminal terminal;
    private final boolean json;

    EventPrinter(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    void print(Fields event) {
        terminal.print(json ? event.json() : line(event));
    }

    private String line(Fields event) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "%5d  %-24s  ", event.whole("number"), Printable.of(Figure.time(event.text("at")))));
        Cell kind = new Cell(event.text("kind"), style(event.text("kind")));
        line.append(kind.in(Math.max(11, kind.width()), false, terminal.colours()))
                .append("  ")
                .append(Printable.of(event.text("subject")))
                .append(": ")
                .append(Printable.of(event.text("message")));
        Fields details = event.part("details");
        details.values().keySet().stream()
                .filter(name -> !isSubject(name, details.text(name), event))
                .forEach(name -> line.append(' ')
                        .append(Printable.of(name))
                        .append('=')
                        .append(Printable.of(details.text(name))));
        return line.toString();
    }

    /** What stands at the beginning of the line already. */
    private static boolean isSubject(String name, String value, Fields event) {
        return List.of("backend", "service", "listener").contains(name) && value.equals(event.text("subject"));
    }

    private static Style style(String kind) {
        return switch (kind) {
            case "up", "joined", "ready", "panic_over", "cluster_back", "opened" -> Style.GOOD;
            case "down", "left", "panic", "cluster_lost" -> Style.BAD;
            case "admin" -> Style.BOLD;
            default -> Style.WARNING;
        };
    }
}
