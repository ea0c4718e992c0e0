package io.equipoise.cluster.launch;

import java.util.Optional;

/** Says in one line why a start failed, whatever was thrown. */
final class FailureLine {
    private static final int LONGEST = 400;

    private FailureLine() {}

    /** What was thrown, and what to do about it where that is known. */
    static String of(Throwable failure) {
        String line = Optional.ofNullable(failure.getMessage()).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(said -> !said.isEmpty())
                .findFirst()
                .orElse(failure.getClass().getSimpleName());
        return failure instanceof StartFailure ? line : InvalidConfig.printable(line, LONGEST) + hint(failure);
    }

    private static String hint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (text.contains("Address already in use")) {
                return "; stop what listens there (ss -ltnp shows it) or choose another port";
            }
            if (text.contains("Permission denied")) {
                return "; ports below 1024 need a right (CAP_NET_BIND_SERVICE): choose a port from 1024 on";
            }
            if (text.contains("Cannot assign requested address")) {
                return "; no network interface of this machine has that address";
            }
        }
        return "";
    }
}
