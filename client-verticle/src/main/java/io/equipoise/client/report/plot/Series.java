package io.equipoise.client.report.plot;

import java.util.List;

/**
 * One line of a plot.
 *
 * @param name for the legend
 * @param style a class of the page's style sheet, which gives colour and dashes
 * @param points from left to right; one whose y is no number makes a gap
 */
public record Series(String name, String style, List<Point> points) {
    public Series {
        points = List.copyOf(points);
    }

    /** One point, in the units of the axes. */
    public record Point(double x, double y) {}
}
