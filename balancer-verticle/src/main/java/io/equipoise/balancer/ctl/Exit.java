package io.equipoise.balancer.ctl;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a command leaves behind for scripts. */
enum Exit {
    DONE(0, "Done."),
    NOT(1, "The balancer is not ready, or the wait was too short."),
    USAGE(2, "Wrong usage: no such command or option, or a value that cannot be."),
    UNREACHABLE(3, "The balancer cannot be reached, or answers too late."),
    REFUSED(4, "Refused: the token is missing or wrong."),
    NOT_FOUND(5, "There is none of that name."),
    CONFLICT(6, "Invalid, or what stands there does not allow it."),
    FAILED(7, "The balancer could not do it; nothing is known to have changed.");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    /** All of them as the help lists them. */
    static Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        for (Exit exit : values()) {
            described.put(String.valueOf(exit.code), exit.meaning);
        }
        return described;
    }

    /** What an answer of that HTTP status, which is none of success, means. */
    static Exit ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> REFUSED;
            case 404 -> NOT_FOUND;
            default -> status >= 400 && status < 500 ? CONFLICT : FAILED;
        };
    }
}
