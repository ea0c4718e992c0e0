package io.equipoise.balancer.kubernetes;

/** Why no costs can be written now. The message is for the log, and says what to do where that is known. */
final class ApiTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** Each is said once, until costs are written again. */
    enum Kind {
        /** The pod has no token, or this is no pod. */
        NO_ACCOUNT,
        /** The token does not give the right. */
        NO_RIGHT,
        /** The API server was not reached, or has not answered in time. */
        UNREACHED,
        /** It has answered something else than what it should. */
        ODD_ANSWER
    }

    ApiTrouble(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
