package io.equipoise.balancer.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what fails on this machine from what fails at a backend: only the system's message says which it is. */
final class LocalFault {
    private static final List<String> MESSAGES = List.of(
            "Too many open files", "Cannot assign requested address", "No buffer space", "Cannot allocate memory");

    private static final int DEEPEST_CAUSE = 8;

    private LocalFault() {}

    /** Whether a connection could not be tried because this machine had no descriptor, port or memory for it. */
    static boolean is(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int i = 0; i < DEEPEST_CAUSE && cause != null; i++) {
            String message = String.valueOf(cause.getMessage());
            if (MESSAGES.stream().anyMatch(message::contains)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
