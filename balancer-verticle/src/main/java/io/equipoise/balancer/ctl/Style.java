package io.equipoise.balancer.ctl;

/** How a text looks where there are colours. */
enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    TITLE("7");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String paint(String text) {
        return this == PLAIN || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }

    /** Of a backend's state or health, a balancer's or a session's state, as the API names them. */
    static Style of(String state) {
        return switch (state) {
            case "up", "ready", "relaying" -> GOOD;
            case "draining", "maintenance", "unknown", "waiting", "connecting", "stale" -> WARNING;
            case "down", "panic" -> BAD;
            default -> PLAIN;
        };
    }
}
