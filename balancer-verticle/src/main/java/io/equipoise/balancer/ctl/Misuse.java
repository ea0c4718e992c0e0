package io.equipoise.balancer.ctl;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what to do. */
final class Misuse {
    private Misuse() {}

    static String line(ParameterException failure) {
        boolean isRoot = failure.getCommandLine().getParent() == null;
        if (isRoot && failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            return unknown(unmatched);
        }
        if (isRoot && failure.getClass() == ParameterException.class && failure.getArgSpec() == null) {
            return "a command is missing, such as ctl status; ctl -h lists them";
        }
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return message + "; " + failure.getCommandLine().getCommandSpec().qualifiedName() + " -h shows how";
    }

    private static String unknown(UnmatchedArgumentException failure) {
        List<String> meant = failure.getSuggestions();
        return "there is no command '" + failure.getUnmatched().get(0) + "'"
                + (meant.isEmpty() ? "" : " (did you mean " + meant.get(0) + "?)") + "; ctl -h lists them";
    }
}
