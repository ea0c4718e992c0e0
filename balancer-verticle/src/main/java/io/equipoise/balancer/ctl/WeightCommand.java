package io.equipoise.balancer.ctl;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "weight", description = "Change a backend's share of new sessions.")
final class WeightCommand extends CtlCommand {
    private static final String ANNOUNCED = "announced";
    private static final int MOST = 256;

    @Parameters(index = "0", paramLabel = "ID", description = "The backend.")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "N|announced",
            description = "Its weight from 0 (no new sessions) to 256, or the one it announces itself.")
    private String weight = "";

    WeightCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Map<String, @Nullable Object> change = Collections.singletonMap("weight", number());
        Fields backend = setting().api().change("PATCH", Location.path(Api.BACKENDS, id), change);
        Order.print(setting(), backend, backend.text("id") + " has weight " + backend.text("weight"));
        return Exit.DONE;
    }

    private @Nullable Integer number() {
        return weight.equals(ANNOUNCED) ? null : parse(weight);
    }

    /** The weight that was typed. */
    static Integer parse(String typed) {
        if (typed.matches("\\d{1,3}") && Integer.parseInt(typed) <= MOST) {
            return Integer.valueOf(typed);
        }
        throw new CtlFailure(
                Exit.USAGE, "'" + Printable.of(typed) + "' is no weight; give a whole number from 0 to " + MOST);
    }
}
