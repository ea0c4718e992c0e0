package io.equipoise.balancer.ctl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "events", description = "What happened, as this balancer saw it, the oldest first.")
final class EventsCommand extends CtlCommand {
    private static final int USUAL = 100;
    private static final int BEFORE_FOLLOWING = 10;

    @Option(
            names = {"-f", "--follow"},
            description = "Show each event as it happens, until this is interrupted. Connects again by itself.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "N",
            description = "Those after the event of this number; 0 is for all that are kept. Without it, the newest.")
    private @Nullable Long since;

    EventsCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        if (since != null && since < 0) {
            throw new CtlFailure(Exit.USAGE, "--since is the number of an event, 0 or more, not " + since);
        }
        Api api = setting().api();
        EventPrinter printer = new EventPrinter(terminal(), setting().json());
        List<Fields> known = known(api);
        known.forEach(printer::print);
        if (!follow || terminal().isBroken()) {
            return Exit.DONE;
        }
        Fields last = known.isEmpty()
                ? new Fields(Map.of("number", since == null ? 0L : since))
                : known.get(known.size() - 1);
        new EventFollower(api, setting().clock(), terminal(), printer, last).follow();
        return Exit.DONE;
    }

    private List<Fields> known(Api api) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", String.valueOf(since != null ? Api.PAGE : follow ? BEFORE_FOLLOWING : USUAL));
        if (since != null) {
            query.put("after", String.valueOf(since));
        }
        return api.get(Api.EVENTS, query).parts("items");
    }
}
