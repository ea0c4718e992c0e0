package io.equipoise.client.report.plot;

import java.util.Locale;

/** Writes HTML and SVG. What is not markup goes through {@link #escape}. */
public final class Markup {
    private Markup() {}

    /** That text as the content of an element or of a quoted attribute: it never is markup. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(c) && c != '\n' ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }

    /** {@link String#format} with a point for decimals, wherever it runs. */
    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
