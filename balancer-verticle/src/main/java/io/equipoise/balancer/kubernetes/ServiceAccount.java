package io.equipoise.balancer.kubernetes;

import io.equipoise.balancer.kubernetes.ApiTrouble.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import java.nio.charset.StandardCharsets;

/**
 * Who a pod is to the API server.
 *
 * @param namespace where the pod is
 * @param token a secret that is replaced from time to time
 * @param certificates PEM; whoever has a certificate of those is the API server
 */
record ServiceAccount(String namespace, String token, Buffer certificates) {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    private static final String PRINTABLE = "[\\x21-\\x7e]+";

    /** Reads the files that Kubernetes mounts into that folder, as they are now. Fails with {@link ApiTrouble}. */
    static Future<ServiceAccount> read(FileSystem files, String folder) {
        return Future.all(
                        files.readFile(folder + "/namespace"),
                        files.readFile(folder + "/token"),
                        files.readFile(folder + "/ca.crt"))
                .recover(cause -> Future.failedFuture(new ApiTrouble(
                        Kind.NO_ACCOUNT,
                        "no token is mounted at " + folder + ", k8s/optional/deletion-cost.patch does that: "
                                + cause.getMessage())))
                .map(read -> new ServiceAccount(text(read.resultAt(0)), text(read.resultAt(1)), read.resultAt(2)))
                .map(account -> account.checked(folder));
    }

    private ServiceAccount checked(String folder) {
        if (namespace.matches(LABEL) && token.matches(PRINTABLE) && certificates.length() > 0) {
            return this;
        }
        throw new ApiTrouble(Kind.NO_ACCOUNT, "what is mounted at " + folder + " is no service account");
    }

    private static String text(Buffer file) {
        return file.toString(StandardCharsets.UTF_8).strip();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "a service account of " + namespace;
    }
}
