import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Lays out what the image of a program holds under {@code /app}, see docs/image.md. The build calls it:
 *
 * <p>{@code java ImageFiles.java FOLDER FAT_JAR JAR CONFIGURATION CLASS_PATH}
 *
 * <ul>
 *   <li>{@code FOLDER/app/libs/}: the jars of the class path; {@code FOLDER/app/classpath/}: the program's own jar
 *   <li>{@code FOLDER/app/app.jar}: no class, and a manifest that is the fat jar's and names those jars as class path
 *   <li>{@code FOLDER/app/app.args}: the arguments with which {@code java} runs it, for {@code java @/app/app.args}
 *   <li>{@code FOLDER/archive.json}: with what configuration a class-data archive is made, see {@code ClassArchive}
 * </ul>
 */
final class ImageFiles {
    /** The earliest time that a zip file can hold (2 January 1980), so that equal jars are equal bytes. */
    private static final long ONE_TIME = 315_619_200_000L;

    private ImageFiles() {}

    /** Arguments: see above. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        delete(folder);
        Path app = Files.createDirectories(folder.resolve("app"));
        List<String> jars = new ArrayList<>();
        jars.add(copy(Path.of(args[2]), app, "classpath"));
        for (String entry : args[4].split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            // The one folder among them holds the program's own classes, which are in its jar.
            if (Files.isRegularFile(jar)) {
                jars.add(copy(jar, app, "libs"));
            }
        }
        writeJar(app.resolve("app.jar"), manifest(Path.of(args[1]), jars));
        // docs/adr/0022
        Files.writeString(app.resolve("app.args"), "-XX:InlineSmallCode=1000\n-jar\n/app/app.jar\n");
        Files.writeString(folder.resolve("archive.json"), args[3]);
    }

    /** Copies it there; returns where it is, as the manifest names it. */
    private static String copy(Path jar, Path app, String folder) throws IOException {
        Path target = Files.createDirectories(app.resolve(folder)).resolve(jar.getFileName());
        if (Files.exists(target)) {
            throw new IOException("two jars of the class path are called " + jar.getFileName());
        }
        Files.copy(jar, target);
        return folder + "/" + jar.getFileName();
    }

    private static Manifest manifest(Path fatJar, List<String> jars) throws IOException {
        try (JarFile jar = new JarFile(fatJar.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", jars));
            return manifest;
        }
    }

    private static void writeJar(Path target, Manifest manifest) throws IOException {
        try (OutputStream out = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(out)) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTime(ONE_TIME);
            jar.putNextEntry(entry);
            manifest.write(jar);
            jar.closeEntry();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(folder)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
