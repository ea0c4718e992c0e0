package io.equipoise.balancer.ctl;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whoever reads standard output, such as {@code head}. That they are gone Java notices only when it writes; GNU
 * {@code tail -f} looks at its output all the time, and dies of the broken pipe.
 */
final class Readership {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final int BROKEN_PIPE = 128 + 13;

    private Readership() {}

    /** Ends this process when they go. Where there is no such tail, the next line that is printed ends it. */
    static void endWithIt() {
        if (!isPipe()) {
            return;
        }
        try {
            Process tail = new ProcessBuilder(
                            "tail", "--pid=" + ProcessHandle.current().pid(), "-f", "/dev/null")
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(tail::destroy, "end-tail"));
            Thread watch = new Thread(() -> endAfter(tail), "readership");
            watch.setDaemon(true);
            watch.start();
        } catch (IOException e) {
            return; // as said above
        }
    }

    private static void endAfter(Process tail) {
        try {
            if (tail.waitFor() == BROKEN_PIPE) {
                Runtime.getRuntime().exit(Exit.DONE.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(OUTPUT).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false;
        }
    }
}
