package io.equipoise.balancer.ctl;

/**
 * A place in a table.
 *
 * @param text what stands there, printable
 * @param style how it looks
 */
record Cell(String text, Style style) {
    Cell {
        text = Printable.of(text);
    }

    static Cell of(String text) {
        return new Cell(text, Style.PLAIN);
    }

    /** A state or a health, in its colour. */
    static Cell state(String text) {
        return new Cell(text, Style.of(text));
    }

    int width() {
        return text.codePointCount(0, text.length());
    }

    /** As wide as that: cut, or filled up on the left or the right. */
    String in(int width, boolean right, boolean colours) {
        int own = width();
        String shown = own <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
        String gap = " ".repeat(Math.max(0, width - own));
        String painted = colours ? style.paint(shown) : shown;
        return right ? gap + painted : painted + gap;
    }
}
