package io.equipoise.client.report;

import io.equipoise.client.report.plot.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of texts under a head, as HTML or in columns for a terminal. */
final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    /** Adds a row with as many cells as the head. */
    Table row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(cells.length + " cells under a head of " + head.size());
        }
        rows.add(List.of(cells));
        return this;
    }

    /** As a {@code table} element; the first cell of each row is its head. */
    String html() {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        head.forEach(cell ->
                html.append("<th scope=\"col\">").append(Markup.escape(cell)).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr><th scope=\"row\">")
                    .append(Markup.escape(row.get(0)))
                    .append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(cell ->
                            html.append("<td>").append(Markup.escape(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** In columns: the first to the left, the others to the right. */
    String text() {
        List<List<String>> all = new ArrayList<>(rows);
        all.add(0, head);
        int[] widths = IntStream.range(0, head.size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return all.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(column -> cell(row.get(column), widths[column], column))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }

    private static String cell(String text, int width, int column) {
        return String.format(Locale.ROOT, "%" + (column == 0 ? "-" : "") + Math.max(1, width) + "s", text);
    }
}
