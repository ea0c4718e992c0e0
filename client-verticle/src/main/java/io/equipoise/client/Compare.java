package io.equipoise.client;

import io.equipoise.client.report.Comparison;
import io.equipoise.client.report.HtmlReport;
import io.equipoise.client.report.InvalidReport;
import io.equipoise.client.report.RunFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command {@code compare}: two reports side by side, as a table and, if asked for, as a page. */
final class Compare {
    /** The words that ask for it. */
    static final List<String> NAMES = List.of("compare", "--compare", "-compare");

    static final String USAGE = "compare A.json B.json [--html OUT.html]";

    private static final int OK = 0;
    private static final int USED_WRONGLY = 2;

    private final PrintStream out;
    private final PrintStream err;

    Compare(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs it.
     *
     * @param words behind the command's name
     * @return the exit code: 0, or 2 with one line on the error stream that says what is wrong
     */
    int run(List<String> words) {
        List<String> files = new ArrayList<>(words);
        Optional<String> page = Optional.empty();
        int option = files.indexOf("--html");
        if (option >= 0 && option + 1 < files.size()) {
            page = Optional.of(files.remove(option + 1));
            files.remove(option);
        }
        if (files.size() != 2 || files.stream().anyMatch(file -> file.startsWith("--"))) {
            return refuse("compare takes two reports: " + USAGE);
        }
        try {
            Comparison comparison = new Comparison(read(files.get(0)), read(files.get(1)));
            out.print(comparison.text());
            out.flush();
            return page.isPresent() ? write(page.get(), comparison) : OK;
        } catch (InvalidReport e) {
            return refuse(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException | InvalidPathException e) {
            return refuse("there is no file " + e.getMessage());
        } catch (IOException e) {
            return refuse("a report cannot be read: " + e);
        }
    }

    private static RunFile read(String file) throws IOException, InvalidReport {
        return RunFile.parse(file, Files.readString(Path.of(file), StandardCharsets.UTF_8));
    }

    private int write(String file, Comparison comparison) {
        try {
            Files.writeString(Path.of(file), HtmlReport.of(comparison), StandardCharsets.UTF_8);
            return OK;
        } catch (IOException | InvalidPathException e) {
            return refuse("the page cannot be written: " + e);
        }
    }

    private int refuse(String line) {
        err.println("client: " + line);
        return USED_WRONGLY;
    }
}
