package io.equipoise.balancer.ctl;

/** Says what became of an order. */
final class Order {
    private Order() {}

    /** The answer itself where JSON is wanted, else that sentence. */
    static void print(Setting setting, Fields answer, String sentence) {
        setting.terminal().print(setting.json() ? answer.json() : Printable.of(sentence));
    }

    /** How a backend is now; it may have another state than was ordered, by its own word. */
    static String state(Fields backend) {
        return backend.text("id")
                + switch (backend.text("state")) {
                    case "ready" -> " is ready";
                    case "draining" -> " is draining";
                    case "maintenance" -> " is in maintenance";
                    default -> " is " + backend.text("state");
                };
    }
}
