package io.equipoise.client.report.plot;

import java.util.List;

/**
 * Horizontal bars, one below the other.
 *
 * @param id unique in the page
 * @param title what it shows, for those who hear it too
 * @param description the same in a sentence
 */
public record BarPlot(String id, String title, String description, List<Bar> bars) {
    private static final int WIDTH = 720;
    private static final int STEP = 26;
    private static final int LEFT = 220;
    private static final int RIGHT = 130;
    private static final int LONGEST_NAME = 34;

    public BarPlot {
        bars = List.copyOf(bars);
    }

    /**
     * One bar.
     *
     * @param style a class of the page's style sheet
     * @param value its length, 0 or more; the longest fills the plot
     * @param label stands behind it
     */
    public record Bar(String name, String style, double value, String label) {}

    /** The plot as an {@code svg} element. */
    public String svg() {
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        StringBuilder svg =
                new StringBuilder(Frame.open(id, title, description, WIDTH, Math.max(STEP, bars.size() * STEP)));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double length = longest > 0 ? bar.value / longest * (WIDTH - LEFT - RIGHT) : 0;
            int middle = i * STEP + STEP / 2;
            svg.append(Markup.format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                    LEFT - 8, middle + 4, Markup.escape(cut(bar.name))));
            svg.append(Markup.format(
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                    Markup.escape(bar.style), LEFT, middle - 8, Math.max(1, length), 16));
            svg.append(Markup.format(
                    "<text x=\"%.1f\" y=\"%d\">%s</text>%n", LEFT + length + 8, middle + 4, Markup.escape(bar.label)));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) > LONGEST_NAME
                ? name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…"
                : name;
    }
}
