package io.equipoise.balancer.ctl;

import io.equipoise.cluster.launch.Durations;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line of operators. Prints what was asked for on standard output; a failure is one line on standard error,
 * and an exit code that {@code -h} lists.
 */
public final class Ctl {
    private static final int HELP_WIDTH = 100;
    private static final int NARROWEST_HELP = 60;

    private Ctl() {}

    /**
     * Runs one command, in the process's own terminal.
     *
     * @param nanoTime the clock by which it waits
     * @param args what stands behind {@code ctl}
     * @return the exit code
     */
    public static int run(Map<String, String> environment, LongSupplier nanoTime, List<String> args) {
        return run(Terminal.ofProcess(environment), environment, Clock.of(nanoTime), args);
    }

    static int run(Terminal terminal, Map<String, String> environment, Clock clock, List<String> args) {
        int code = commandLine(new Setting(terminal, environment, clock)).execute(args.toArray(String[]::new));
        return terminal.isBroken() ? Exit.DONE.code() : code;
    }

    static CommandLine commandLine(Setting setting) {
        Terminal terminal = setting.terminal();
        CommandLine line = new CommandLine(setting);
        commands(setting).forEach(line::addSubcommand);
        line.registerConverter(Duration.class, Ctl::duration);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setUsageHelpWidth(terminal.width() == 0 ? HELP_WIDTH : Math.max(terminal.width(), NARROWEST_HELP));
        line.setParameterExceptionHandler((failure, args) -> misused(terminal, failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(terminal, failure));
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        line.getCommandSpec().usageMessage().exitCodeList(Exit.described());
        return line;
    }

    private static List<CtlCommand> commands(Setting setting) {
        return List.of(
                new StatusCommand(setting),
                new BackendsCommand(setting),
                new TopCommand(setting),
                new TakeOutCommand.Drain(setting),
                new EnableCommand(setting),
                new TakeOutCommand.Maintenance(setting),
                new WeightCommand(setting),
                new AddCommand(setting),
                new RemoveCommand(setting),
                new PolicyCommand(setting),
                new SessionsCommand(setting),
                new SessionCommand(setting),
                new EndCommand(setting),
                new DecisionsCommand(setting),
                new EventsCommand(setting),
                new CompletionCommand(setting));
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no time such as 500ms, 2s or 5m"));
    }

    private static int misused(Terminal terminal, ParameterException failure) {
        terminal.note("ctl: " + Printable.of(Misuse.line(failure)));
        return Exit.USAGE.code();
    }

    private static int failed(Terminal terminal, Exception failure) {
        if (failure instanceof CtlFailure known) {
            terminal.note("ctl: " + known.getMessage());
            return known.exit().code();
        }
        StackTraceElement[] trace = failure.getStackTrace();
        terminal.note("ctl: a defect of this command: " + Printable.of(failure.toString())
                + (trace.length == 0 ? "" : " at " + trace[0]) + "; please report it");
        return Exit.FAILED.code();
    }
}
