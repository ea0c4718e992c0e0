package io.equipoise.balancer.ctl;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "completion", description = "Print what makes a shell complete these commands.")
final class CompletionCommand extends CtlCommand {
    @Parameters(paramLabel = "bash", description = "The shell.")
    private String shell = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What you call the command, an alias most likely; default ctl.")
    private String name = "ctl";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        if (!shell.equals("bash") || !name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new CtlFailure(Exit.USAGE, "completion bash [--name NAME] is all there is");
        }
        terminal().print(List.of(AutoComplete.bash(name, spec.root().commandLine())));
        return Exit.DONE;
    }
}
