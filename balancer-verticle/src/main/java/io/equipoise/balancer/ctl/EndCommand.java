package io.equipoise.balancer.ctl;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "end", description = "End a session of this balancer, with a reset to both sides.")
final class EndCommand extends CtlCommand {
    @Parameters(paramLabel = "ID", description = "The session, as sessions shows it.")
    private String id = "";

    EndCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        setting().api().delete(Location.path(Api.SESSIONS, id));
        Order.print(setting(), new Fields(Map.of("ended", id)), "ended " + id);
        return Exit.DONE;
    }
}
