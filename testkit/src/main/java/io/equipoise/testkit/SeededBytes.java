package io.equipoise.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes that follow from a seed, made and checked without being held: streams of any length with their SHA-256. */
public final class SeededBytes {
    private static final int CHUNK = 64 * 1024;

    private SeededBytes() {}

    /** The first bytes of that seed's stream, whatever the chunks they are later written in. */
    public static byte[] of(long seed, int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(seed);
        for (int done = 0; done < length; done += CHUNK) {
            byte[] chunk = new byte[Math.min(CHUNK, length - done)];
            random.nextBytes(chunk);
            System.arraycopy(chunk, 0, bytes, done, chunk.length);
        }
        return bytes;
    }

    /** Writes that many bytes of the seed's stream and returns their SHA-256 in hex. Does not close. */
    public static String write(OutputStream out, long seed, long length) throws IOException {
        MessageDigest digest = sha256();
        Random random = new Random(seed);
        byte[] chunk = new byte[CHUNK];
        for (long done = 0; done < length; done += CHUNK) {
            random.nextBytes(chunk);
            int count = (int) Math.min(CHUNK, length - done);
            digest.update(chunk, 0, count);
            out.write(chunk, 0, count);
        }
        out.flush();
        return hex(digest);
    }

    /**
     * Reads that many bytes, or until the end of the stream, and returns their SHA-256 in hex.
     *
     * @throws EOFException saying how many came, when the stream ends before
     */
    public static String read(InputStream in, long length) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        long done = 0;
        while (done < length) {
            int count = in.read(chunk, 0, (int) Math.min(CHUNK, length - done));
            if (count < 0) {
                throw new EOFException("the stream ended after " + done + " of " + length + " bytes");
            }
            digest.update(chunk, 0, count);
            done += count;
        }
        return hex(digest);
    }

    /** The SHA-256 of that many bytes of the seed's stream, in hex. */
    public static String sha256(long seed, long length) {
        try {
            return write(OutputStream.nullOutputStream(), seed, length);
        } catch (IOException e) {
            throw new IllegalStateException("a null stream does not fail", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
