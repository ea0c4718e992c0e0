package io.equipoise.cluster.launch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name by whose addresses members find each other, such as that of a headless service of Kubernetes. A member that
 * joins while it does not resolve would be a cluster of its own and have to merge later; so its start waits, for a while.
 */
final class MembersName {
    /** Afterwards the member starts alone, and merges when the name resolves. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(MembersName.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String KEPT_ANSWERS = "networkaddress.cache.ttl";
    private static final String KEPT_FAILURES = "networkaddress.cache.negative.ttl";

    /** What the JVM has when nobody has said anything, in seconds. */
    private static final String JVM_KEEPS_FAILURES = "10";

    private final Lookup lookup;

    /** How a name is looked up. */
    @FunctionalInterface
    interface Lookup {
        /** The addresses of that name, at least one. */
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    MembersName(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Has the JVM keep answers of name servers for 5 s instead of 30 s, and failures for 1 s instead of 10 s, unless the
     * user has said something else: members come and go. To be called before the first name is looked up.
     */
    static void shortenCaches(Properties properties) {
        if (Security.getProperty(KEPT_ANSWERS) == null && !properties.containsKey("sun.net.inetaddr.ttl")) {
            Security.setProperty(KEPT_ANSWERS, "5");
        }
        if (JVM_KEEPS_FAILURES.equals(Security.getProperty(KEPT_FAILURES))) {
            Security.setProperty(KEPT_FAILURES, "1");
        }
    }

    /**
     * Waits until the name resolves, not longer than that; says whether it does. Blocks.
     *
     * @param name a host name
     */
    boolean await(String name, Duration patience) {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        Thread search = new Thread(() -> search(name, patience, found), "members-name");
        search.setDaemon(true);
        search.start();
        try {
            List<InetAddress> addresses = found.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            log.atInfo()
                    .addKeyValue("name", name)
                    .addKeyValue("addresses", addresses.size())
                    .log("the members' name resolves");
            return true;
        } catch (TimeoutException e) {
            log.atWarn()
                    .addKeyValue("name", name)
                    .addKeyValue("patience", patience)
                    .log("the members' name still does not resolve; this member starts alone and joins when it does");
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking up " + name + " broke", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            search.interrupt();
        }
    }

    private void search(String name, Duration patience, CompletableFuture<List<InetAddress>> found) {
        boolean told = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    found.complete(Arrays.asList(lookup.addresses(name)));
                    return;
                } catch (UnknownHostException e) {
                    if (!told) {
                        told = true;
                        log.atWarn()
                                .addKeyValue("name", name)
                                .addKeyValue("patience", patience)
                                .log("the members' name does not resolve yet; waiting for it");
                    }
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            // Nobody waits any more.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            found.completeExceptionally(e);
        }
    }
}
