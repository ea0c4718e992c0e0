package io.equipoise.client.report.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines over two axes.
 *
 * @param id unique in the page
 * @param title what it shows, for those who hear it too
 * @param description the same in a sentence
 */
public record LinePlot(String id, String title, String description, Axis x, Axis y, List<Series> series) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 280;
    private static final int LEFT = 72;
    private static final int RIGHT = 28;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;

    public LinePlot {
        series = List.copyOf(series);
    }

    /** The plot as an {@code svg} element. */
    public String svg() {
        StringBuilder svg = new StringBuilder(Frame.open(id, title, description, WIDTH, HEIGHT));
        x.ticks().forEach(tick -> vertical(svg, tick));
        y.ticks().forEach(tick -> horizontal(svg, tick));
        svg.append(Markup.format(
                "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, Markup.escape(x.label())));
        svg.append(Markup.format(
                "<text class=\"label\" transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2, Markup.escape(y.label())));
        series.forEach(line -> draw(svg, line));
        return svg.append("</svg>\n").toString();
    }

    private void vertical(StringBuilder svg, Axis.Tick tick) {
        double at = left(tick.value());
        svg.append(Markup.format(
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", at, TOP, at, HEIGHT - BOTTOM));
        svg.append(Markup.format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                at, HEIGHT - BOTTOM + 16, Markup.escape(tick.label())));
    }

    private void horizontal(StringBuilder svg, Axis.Tick tick) {
        double at = top(tick.value());
        svg.append(Markup.format(
                "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>", LEFT, at, WIDTH - RIGHT, at));
        svg.append(Markup.format(
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                LEFT - 6, at + 4, Markup.escape(tick.label())));
    }

    private void draw(StringBuilder svg, Series line) {
        List<Series.Point> piece = new ArrayList<>();
        for (Series.Point point : line.points()) {
            if (Double.isFinite(point.y())) {
                piece.add(point);
            } else {
                drawPiece(svg, line.style(), piece);
                piece.clear();
            }
        }
        drawPiece(svg, line.style(), piece);
    }

    private void drawPiece(StringBuilder svg, String style, List<Series.Point> points) {
        if (points.size() == 1) {
            Series.Point only = points.get(0);
            svg.append(Markup.format(
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>%n",
                    Markup.escape(style), left(only.x()), top(only.y())));
        } else if (!points.isEmpty()) {
            svg.append(Markup.format("<polyline class=\"%s\" points=\"", Markup.escape(style)));
            points.forEach(point -> svg.append(Markup.format("%.1f,%.1f ", left(point.x()), top(point.y()))));
            svg.append("\"/>\n");
        }
    }

    private double left(double value) {
        return LEFT + x.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private double top(double value) {
        return HEIGHT - BOTTOM - y.position(value) * (HEIGHT - TOP - BOTTOM);
    }
}
