package io.equipoise.balancer.ctl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The figures of the cluster for {@code top}: a head, and a table of the backends, the busiest first. */
final class TopView {
    private static final Comparator<Fields> BUSIEST_FIRST = Comparator.comparingDouble(
                    (Fields backend) -> -backend.decimal("rate"))
            .thenComparing(backend -> -backend.whole("open"))
            .thenComparing(backend -> backend.text("service"))
            .thenComparing(backend -> backend.text("id"));

    private TopView() {}

    /**
     * The lines of one view.
     *
     * @param width columns at most; 0 is without limit
     */
    static List<String> lines(Fields stats, int width, boolean colours) {
        List<String> lines = new ArrayList<>();
        lines.add(Printable.of(Figure.time(stats.text("at")) + "  " + balancers(stats.parts("balancers"))));
        lines.add(Totals.line(stats.part("total")));
        List<String> panic = stats.parts("services").stream()
                .filter(service -> service.flag("panic"))
                .map(service -> Printable.of(service.text("name")))
                .toList();
        if (!panic.isEmpty()) {
            String line = "panic, health is ignored: " + String.join(", ", panic);
            lines.add(colours ? Style.BAD.paint(line) : line);
        }
        lines.add("");
        lines.addAll(backends(stats).lines(width, colours));
        return lines;
    }

    private static String balancers(List<Fields> balancers) {
        String stale = balancers.stream()
                .filter(balancer -> balancer.flag("stale"))
                .map(balancer -> balancer.text("id"))
                .collect(Collectors.joining(", "));
        return balancers.size()
                + (balancers.size() == 1 ? " balancer" : " balancers")
                + (stale.isEmpty() ? "" : ", nothing heard of " + stale);
    }

    private static Table backends(Fields stats) {
        Table table = new Table(
                "BACKEND",
                "SERVICE",
                "STATE",
                "HEALTH",
                ">RATE/S",
                ">OPEN",
                ">FAILED/S",
                ">WEIGHT",
                ">SHARE",
                ">FAIR",
                ">P50",
                ">P99");
        stats.parts("backends").stream().sorted(BUSIEST_FIRST).forEach(backend -> {
            Fields firstByte = backend.part("firstByte");
            table.add(
                    Cell.of(backend.text("id")),
                    Cell.of(backend.text("service")),
                    Cell.state(backend.text("state")),
                    Cell.state(backend.text("health")),
                    Cell.of(Figure.decimal(backend.decimal("rate"))),
                    Cell.of(Figure.whole(backend.whole("open"))),
                    failures(backend.decimal("failureRate")),
                    Cell.of(backend.text("weight")),
                    Cell.of(Figure.share(backend.decimal("share"))),
                    Cell.of(Figure.share(backend.decimal("fairShare"))),
                    Cell.of(Figure.millis(firstByte.number("p50"))),
                    Cell.of(Figure.millis(firstByte.number("p99"))));
        });
        return table;
    }

    private static Cell failures(double rate) {
        return new Cell(Figure.decimal(rate), rate > 0 ? Style.BAD : Style.PLAIN);
    }
}
