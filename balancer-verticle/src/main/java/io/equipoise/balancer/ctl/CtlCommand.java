package io.equipoise.balancer.ctl;

import java.util.concurrent.Callable;

/** One command, run once. */
abstract class CtlCommand implements Callable<Integer> {
    private final Setting setting;

    CtlCommand(Setting setting) {
        this.setting = setting;
    }

    /** Does it, and says how it went; throws {@link CtlFailure} when it cannot. */
    abstract Exit run();

    @Override
    public final Integer call() {
        return run().code();
    }

    final Setting setting() {
        return setting;
    }

    final Terminal terminal() {
        return setting.terminal();
    }
}
