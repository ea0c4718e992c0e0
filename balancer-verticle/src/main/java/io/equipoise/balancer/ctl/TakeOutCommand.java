package io.equipoise.balancer.ctl;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a backend no new sessions, and waits until it has none if that is wanted. */
abstract class TakeOutCommand extends CtlCommand {
    @Command(name = "drain", description = "Give a backend no new sessions, as it will leave. Those that run go on.")
    static final class Drain extends TakeOutCommand {
        Drain(Setting setting) {
            super(setting, "draining");
        }
    }

    @Command(
            name = "maintenance",
            description = "Give a backend no new sessions until it is enabled. Those that run go on.")
    static final class Maintenance extends TakeOutCommand {
        Maintenance(Setting setting) {
            super(setting, "maintenance");
        }
    }

    private final String state;

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id = "";

    @Option(
            names = "--wait",
            description = "Wait until no balancer has a session open on it; exit code 1 when --timeout passes first.")
    private boolean wait;

    private TakeOutCommand(Setting setting, String state) {
        super(setting);
        this.state = state;
    }

    @Override
    final Exit run() {
        Api api = wait ? setting().apiWhileWaiting() : setting().api();
        Fields backend = api.change("PATCH", Location.path(Api.BACKENDS, id), Map.of("state", state));
        if (wait) {
            new Emptying(api, setting().clock(), terminal()).await(id, setting().waitLimit());
        }
        Order.print(setting(), backend, Order.state(backend) + (wait ? ", and no session is open on it" : ""));
        return Exit.DONE;
    }
}
