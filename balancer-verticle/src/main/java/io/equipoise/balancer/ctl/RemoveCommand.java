package io.equipoise.balancer.ctl;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Remove a backend that was added. Its sessions run on.")
final class RemoveCommand extends CtlCommand {
    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id = "";

    RemoveCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        setting().api().delete(Location.path(Api.BACKENDS, id));
        Order.print(setting(), new Fields(Map.of("removed", id)), "removed " + id);
        return Exit.DONE;
    }
}
