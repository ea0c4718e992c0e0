package io.equipoise.balancer.ctl;

/**
 * Text that comes from elsewhere (ids, tags, reasons), made fit for a terminal: what a terminal would obey, what breaks a
 * line and what turns or hides its neighbours becomes U+FFFD, which is seen.
 */
final class Printable {
    private static final int REPLACEMENT = 0xFFFD;

    private Printable() {}

    static String of(String text) {
        return text.codePoints().allMatch(Printable::isPlain)
                ? text
                : text.codePoints()
                        .map(point -> isPlain(point) ? point : REPLACEMENT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
