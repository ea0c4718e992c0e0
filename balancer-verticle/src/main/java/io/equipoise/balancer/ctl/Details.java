package io.equipoise.balancer.ctl;

import java.util.ArrayList;
import java.util.List;

/** What is known of one thing: names and values, one a line; what is not known is left out. */
final class Details {
    private record Line(String name, String value) {}

    private final List<Line> lines = new ArrayList<>();

    Details add(String name, String value) {
        if (!value.isEmpty() && !value.equals("-")) {
            lines.add(new Line(name, value));
        }
        return this;
    }

    List<String> lines() {
        int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        return lines.stream()
                .map(line -> line.name() + " ".repeat(width - line.name().length() + 2) + Printable.of(line.value()))
                .toList();
    }
}
