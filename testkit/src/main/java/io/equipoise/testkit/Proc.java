package io.equipoise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says of a process ({@code /proc}, Linux). */
public final class Proc {
    private static final long KIB = 1024;

    private Proc() {}

    /** Open file descriptors. */
    public static int openFiles(long pid) {
        return descriptors(pid, "").size();
    }

    /** Open sockets. */
    public static int openSockets(long pid) {
        return descriptors(pid, "socket:").size();
    }

    /** Open ends of pipes. */
    public static int openPipeEnds(long pid) {
        return descriptors(pid, "pipe:").size();
    }

    /** Resident memory in bytes. */
    public static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            String line =
                    lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElse("VmRSS: 0 kB");
            return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> descriptors(long pid, String kind) {
        try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return links.map(Proc::target)
                    .filter(target -> target.startsWith(kind))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the descriptor leads; one that was closed since it was listed leads nowhere. */
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed";
        }
    }
}
