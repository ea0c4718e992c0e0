package io.equipoise.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A command to be started as a process. Immutable: each {@code with} gives a new one, so that a common beginning can be
 * kept and varied. The environment is inherited, less every variable that configures Equipoise.
 *
 * @param name how messages call it
 * @param prefix what stands before it, such as {@code ip netns exec …}
 * @param words program and arguments
 * @param environment variables set on top of the inherited ones
 * @param directory working directory
 * @param openFiles {@code ulimit -n} of the process; 0 is inherited
 */
public record Command(
        String name,
        List<String> prefix,
        List<String> words,
        Map<String, String> environment,
        Path directory,
        int openFiles) {

    public Command {
        prefix = List.copyOf(prefix);
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** That program with those arguments, in the current directory. */
    public static Command of(String... words) {
        return new Command(
                words[0], List.of(), List.of(words), Map.of(), Path.of("").toAbsolutePath(), 0);
    }

    /**
     * The fat jar of that module of this build, run by the Java that runs the test; as README advises, with less inlining and
     * with its class-data archive, if there is one, as it starts faster so.
     *
     * @param jvmFlags such as {@code -Xmx128m}
     * @throws IllegalStateException when the jar has not been built
     */
    public static Command fatJar(String module, String... jvmFlags) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(jvmFlags));
        words.add("-XX:InlineSmallCode=1000");
        Path jar = locate(module);
        Path archive = jar.resolveSibling(module + "-fat.jsa");
        if (Files.isRegularFile(archive)) {
            words.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        }
        words.addAll(List.of("-jar", jar.toString()));
        return of(words.toArray(String[]::new)).withName(module);
    }

    /** The same under another name in messages. */
    public Command withName(String newName) {
        return new Command(newName, prefix, words, environment, directory, openFiles);
    }

    /** The same with more arguments at its end. */
    public Command with(String... arguments) {
        List<String> more = new ArrayList<>(words);
        more.addAll(List.of(arguments));
        return new Command(name, prefix, more, environment, directory, openFiles);
    }

    /** The same behind another command, which must replace itself by it as {@code ip netns exec} and {@code env} do. */
    public Command behind(String... newPrefix) {
        return new Command(name, List.of(newPrefix), words, environment, directory, openFiles);
    }

    /** The same with a variable in its environment. */
    public Command withEnvironment(String key, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(key, value);
        return new Command(name, prefix, words, more, directory, openFiles);
    }

    /** The same in another working directory. */
    public Command in(Path newDirectory) {
        return new Command(name, prefix, words, environment, newDirectory, openFiles);
    }

    /** The same with at most that many open files. */
    public Command withOpenFiles(int limit) {
        return new Command(name, prefix, words, environment, directory, limit);
    }

    /** Starts it. The caller closes the process; whatever is left is killed when the test's JVM ends. */
    public RunningProcess start() {
        ProcessBuilder builder = new ProcessBuilder(commandLine())
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("EQUIPOISE_") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        try {
            return new RunningProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>(prefix);
        if (openFiles > 0) {
            line.addAll(List.of("/bin/sh", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "sh"));
        }
        line.addAll(words);
        return line;
    }

    private static Path locate(String module) {
        Path start = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path jar = folder.resolve(module).resolve("target").resolve(module + "-fat.jar");
            if (Files.isRegularFile(jar)) {
                return jar;
            }
        }
        throw new IllegalStateException("no " + module + "-fat.jar above " + start + "; build it with ./mvnw package");
    }
}
