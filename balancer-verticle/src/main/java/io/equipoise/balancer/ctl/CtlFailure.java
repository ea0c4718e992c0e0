package io.equipoise.balancer.ctl;

import org.jspecify.annotations.Nullable;

/** Why a command ends early: its message is the one line for the user, what is wrong and what to do. */
final class CtlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    CtlFailure(Exit exit, String message) {
        this(exit, message, null);
    }

    CtlFailure(Exit exit, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
