package io.equipoise.client.report.plot;

/** What every plot begins with. */
final class Frame {
    private Frame() {}

    /** The opening of an {@code svg} element that is one picture with a title and a description. */
    static String open(String id, String title, String description, int width, int height) {
        String name = Markup.escape(id);
        return Markup.format(
                "<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-title %s-desc\">"
                        + "<title id=\"%s-title\">%s</title><desc id=\"%s-desc\">%s</desc>%n",
                width, height, name, name, name, Markup.escape(title), name, Markup.escape(description));
    }
}
