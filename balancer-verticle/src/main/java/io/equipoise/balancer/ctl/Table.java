package io.equipoise.balancer.ctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows under titles. A title that begins with {@code >} is of numbers, which stand on the right. Where the width is
 * limited, the widest columns of texts give way first, down to {@value #NARROWEST}; numbers never do.
 */
final class Table {
    private static final int NARROWEST = 8;
    private static final String GAP = "  ";
    private static final String NUMBERS = ">";

    private final List<String> titles;
    private final boolean[] right;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(String... titles) {
        right = new boolean[titles.length];
        for (int i = 0; i < titles.length; i++) {
            right[i] = titles[i].startsWith(NUMBERS);
        }
        this.titles = Arrays.stream(titles)
                .map(title -> title.replaceFirst("^" + NUMBERS, ""))
                .toList();
    }

    /** Adds a row: a cell for each title. */
    void add(Cell... cells) {
        rows.add(List.of(cells));
    }

    /** Adds a row of plain texts. */
    void add(String... texts) {
        rows.add(Arrays.stream(texts).map(Cell::of).toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The lines, titles first.
     *
     * @param width columns at most; 0 is without limit
     */
    List<String> lines(int width, boolean colours) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(line(titles.stream().map(title -> new Cell(title, Style.BOLD)).toList(), widths, colours));
        rows.forEach(row -> lines.add(line(row, widths, colours)));
        return lines;
    }

    private int[] widths(int limit) {
        int[] widths = titles.stream().mapToInt(String::length).toArray();
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        int over = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - limit;
        for (int widest = widestText(widths); limit > 0 && over > 0 && widest >= 0; widest = widestText(widths)) {
            widths[widest]--;
            over--;
        }
        return widths;
    }

    /** The widest column that can give way, the last of equals; -1 for none. */
    private int widestText(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (!right[i] && widths[i] > NARROWEST && (widest < 0 || widths[i] >= widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private String line(List<Cell> row, int[] widths, boolean colours) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(row.get(i).in(widths[i], right[i], colours));
        }
        return line.toString().stripTrailing();
    }
}
