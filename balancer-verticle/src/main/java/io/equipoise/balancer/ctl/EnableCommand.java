package io.equipoise.balancer.ctl;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "enable", description = "Let a backend take new sessions again: ends drain and maintenance.")
final class EnableCommand extends CtlCommand {
    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id = "";

    EnableCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Fields backend = setting().api().change("PATCH", Location.path(Api.BACKENDS, id), Map.of("state", "ready"));
        boolean ready = backend.text("state").equals("ready");
        Order.print(
                setting(),
                backend,
                Order.state(backend)
                        + (ready ? "" : " by its own word, which is stronger; nothing else keeps it from it"));
        return Exit.DONE;
    }
}
