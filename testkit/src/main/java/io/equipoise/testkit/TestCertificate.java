package io.equipoise.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A key and its self-signed certificate, made by the JDK's own keytool.
 *
 * @param store PKCS #12 with both
 * @param pem the certificate alone
 */
public record TestCertificate(Path store, Path pem) {
    /** Of the store. */
    public static final String PASSWORD = "secret";

    /** For those names, such as {@code dns:web.test} or {@code ip:127.0.0.1}, with files in that folder. */
    public static TestCertificate make(Path folder, String names) {
        Path store = folder.resolve("key.p12");
        Path pem = folder.resolve("certificate.pem");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=" + names);
        keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        return new TestCertificate(store, pem);
    }

    private static void keytool(Path store, String... arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        words.add(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of("-alias", "test", "-storetype", "PKCS12", "-storepass", PASSWORD));
        words.addAll(List.of("-keystore", store.toString()));
        try (RunningProcess process = Command.of(words.toArray(String[]::new)).start()) {
            int code = process.awaitExit();
            if (code != 0) {
                throw new IllegalStateException(
                        "keytool ends with " + code + ":\n" + process.output().tail());
            }
        }
    }
}
