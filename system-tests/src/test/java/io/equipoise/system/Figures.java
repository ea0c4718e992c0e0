package io.equipoise.system;

/** What a test measured: one line in the build's output, so that a run can be judged and compared. */
final class Figures {
    private Figures() {}

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is Error Prone's own, not worth a dependency
    static void print(String format, Object... values) {
        System.out.println("figures: " + String.format(format, values));
    }
}
