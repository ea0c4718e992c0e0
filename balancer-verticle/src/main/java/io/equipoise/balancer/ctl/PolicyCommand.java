package io.equipoise.balancer.ctl;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "policy", description = "Change by which policy a service chooses backends, from the next session on.")
final class PolicyCommand extends CtlCommand {
    private static final String CONFIGURED = "configured";

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(
            index = "1",
            paramLabel = "NAME|configured",
            description =
                    "round-robin, least-connections, random, power-of-two or source-hash; configured takes back what"
                            + " was changed.")
    private String policy = "";

    PolicyCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Map<String, @Nullable Object> change =
                Collections.singletonMap("policy", policy.equals(CONFIGURED) ? null : policy);
        Fields changed = setting().api().change("PATCH", Location.path(Api.SERVICES, service), change);
        Order.print(setting(), changed, changed.text("name") + " chooses by " + changed.text("policy"));
        return Exit.DONE;
    }
}
