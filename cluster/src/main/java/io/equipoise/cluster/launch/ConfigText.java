package io.equipoise.cluster.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The text that {@code -conf} names: a file's, or the argument itself.
 *
 * @param source how messages call it
 * @param text without a byte-order mark
 */
record ConfigText(String source, String text) {
    static final int MAX_BYTES = 1024 * 1024;

    /**
     * Takes what was typed behind {@code -conf}.
     *
     * @throws InvalidConfig when it is neither JSON nor a readable, short, non-empty file
     */
    static ConfigText of(String argument) {
        String stripped = argument.strip();
        if (stripped.startsWith("{") || stripped.startsWith("[")) {
            return new ConfigText("the JSON behind -conf", stripped);
        }
        String source = "-conf file " + InvalidConfig.printable(argument);
        String text = readFile(source, argument).replaceFirst("^\\uFEFF", "");
        if (text.isBlank()) {
            throw new InvalidConfig(source + " is empty; allowed is one JSON object, at least {}");
        }
        return new ConfigText(source, text);
    }

    /** What stands in that file, as UTF-8. */
    static String readFile(String source, String file) {
        byte[] bytes = readBytes(source, file);
        if (bytes.length > MAX_BYTES) {
            throw new InvalidConfig(source + " has more than 1 MiB; allowed is a file of at most 1 MiB");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidConfig(source + " is not UTF-8; allowed is JSON in UTF-8");
        }
    }

    private static byte[] readBytes(String source, String file) {
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw new InvalidConfig(source + " is a directory; allowed is a file");
            }
            try (InputStream stream = Files.newInputStream(path)) {
                return stream.readNBytes(MAX_BYTES + 1);
            }
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new InvalidConfig(
                    source + " does not exist; looked from " + Path.of("").toAbsolutePath());
        } catch (IOException e) {
            throw new InvalidConfig(source + " cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
