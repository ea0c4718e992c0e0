package io.equipoise.balancer.ctl;

import io.equipoise.balancer.ctl.Terminal.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "top",
        description =
                "The figures of the whole cluster and its backends, the busiest first, over and over. On a terminal"
                        + " it fills the screen; q leaves. P50 and P99 are of the first byte.")
final class TopCommand extends CtlCommand {
    @Option(names = "--interval", paramLabel = "TIME", description = "How often; default 1s.")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "--once", description = "Show them once and exit.")
    private boolean once;

    TopCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        Api api = setting().api();
        Fields stats = api.get(Api.STATS, Map.of());
        if (terminal().isTerminal() && !once && !setting().json()) {
            onScreen(api, stats);
            return Exit.DONE;
        }
        print(stats);
        while (!once && !terminal().isBroken()) {
            setting().clock().pause(interval);
            terminal().print(setting().json() ? List.of() : List.of(""));
            print(api.get(Api.STATS, Map.of()));
        }
        return Exit.DONE;
    }

    private void print(Fields stats) {
        terminal()
                .print(
                        setting().json()
                                ? List.of(stats.json())
                                : TopView.lines(
                                        stats, terminal().width(), terminal().colours()));
    }

    private void onScreen(Api api, Fields first) {
        try (Screen screen = Screen.open(terminal())) {
            Fields stats = first;
            String trouble = "";
            do {
                Size size = screen.size();
                screen.show(TopView.lines(stats, size.columns(), terminal().colours()), size, trouble);
                if (screen.isLeft(interval)) {
                    return;
                }
                try {
                    stats = api.get(Api.STATS, Map.of());
                    trouble = "";
                } catch (CtlFailure e) {
                    trouble = "not the newest figures: " + e.getMessage();
                }
            } while (!terminal().isBroken());
        }
    }
}
