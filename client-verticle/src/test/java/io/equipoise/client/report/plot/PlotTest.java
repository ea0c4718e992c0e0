package io.equipoise.client.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Read back as XML, which only well-formed markup allows. */
class PlotTest {
    private static final String EVIL = "<img src=x onerror=alert(1)> & \"quoted\" 'too'";

    @Test
    void lines_go_from_corner_to_corner_of_their_axes() throws Exception {
        Axis axis = new Axis("value", false, 0, 10, List.of());
        LinePlot plot = new LinePlot(
                "p",
                "title",
                "description",
                axis,
                axis,
                List.of(new Series("line", "run-a", List.of(new Series.Point(0, 0), new Series.Point(10, 10)))));
        Element line = only(parse(plot.svg()), "polyline");
        assertThat(line.getAttribute("points")).isEqualTo("72.0,236.0 692.0,12.0 ");
        assertThat(line.getAttribute("class")).isEqualTo("run-a");
    }

    @Test
    void a_value_that_is_no_number_is_a_gap_and_one_alone_is_a_dot() throws Exception {
        Axis axis = new Axis("value", false, 0, 10, List.of());
        List<Series.Point> points = List.of(
                new Series.Point(0, 1),
                new Series.Point(1, 1),
                new Series.Point(2, Double.NaN),
                new Series.Point(3, 5),
                new Series.Point(4, Double.NaN));
        Document svg = parse(new LinePlot("p", "t", "d", axis, axis, List.of(new Series("l", "run-a", points))).svg());
        only(svg, "polyline");
        only(svg, "circle");
    }

    @Test
    void a_plot_has_a_title_and_a_description_for_those_who_hear_it() throws Exception {
        Document svg = parse(new BarPlot("bars", "Who", "Who answered", List.of()).svg());
        assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(svg.getDocumentElement().getAttribute("aria-labelledby")).isEqualTo("bars-title bars-desc");
        assertThat(only(svg, "title").getTextContent()).isEqualTo("Who");
        assertThat(only(svg, "desc").getTextContent()).isEqualTo("Who answered");
    }

    @Test
    void bars_are_as_long_as_their_values() throws Exception {
        Document svg = parse(new BarPlot(
                        "bars",
                        "t",
                        "d",
                        List.of(new BarPlot.Bar("a", "run-a", 30, "30"), new BarPlot.Bar("b", "run-a", 60, "60")))
                .svg());
        assertThat(((Element) svg.getElementsByTagName("rect").item(0)).getAttribute("width"))
                .isEqualTo("185.0");
        assertThat(((Element) svg.getElementsByTagName("rect").item(1)).getAttribute("width"))
                .isEqualTo("370.0");
    }

    @Test
    void what_looks_like_markup_is_text_wherever_it_stands() throws Exception {
        Axis axis = new Axis(EVIL, false, 0, 10, List.of(new Axis.Tick(1, EVIL)));
        Series line = new Series(EVIL, EVIL, List.of(new Series.Point(1, 1), new Series.Point(2, 2)));
        Document lines = parse(new LinePlot(EVIL, EVIL, EVIL, axis, axis, List.of(line)).svg());
        assertThat(lines.getElementsByTagName("img").getLength()).isZero();
        assertThat(only(lines, "title").getTextContent()).isEqualTo(EVIL);
        Document bars = parse(new BarPlot(EVIL, EVIL, EVIL, List.of(new BarPlot.Bar("<b>", EVIL, 1, EVIL))).svg());
        assertThat(bars.getElementsByTagName("b").getLength()).isZero();
        assertThat(bars.getElementsByTagName("text").item(1).getTextContent()).isEqualTo(EVIL);
    }

    @Test
    void control_characters_become_a_sign_that_something_was_there() {
        assertThat(Markup.escape("a\u0000b\u001bc\nd")).isEqualTo("a\uFFFDb\uFFFDc\nd");
    }

    private static Element only(Document document, String name) {
        assertThat(document.getElementsByTagName(name).getLength()).isEqualTo(1);
        return (Element) document.getElementsByTagName(name).item(0);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
