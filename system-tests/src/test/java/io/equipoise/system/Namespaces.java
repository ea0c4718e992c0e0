package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Network namespaces of a test's own, joined by a switch in a namespace of its own. Nothing of it is visible in the
 * machine's network but one interface, from which the test reaches the members. Closing removes all. Needs root.
 */
final class Namespaces implements AutoCloseable {
    /** What lies in a folder of a namespace's name here is seen under {@code /etc} by what {@code ip netns exec} starts. */
    private static final Path FILES = Path.of("/etc/netns");

    private final String prefix;
    private final String network;
    private final List<String> created = new ArrayList<>();

    Namespaces(RandomGenerator random) {
        int number = random.nextInt(0x10000);
        prefix = String.format("eqp%04x", number);
        // 198.18.0.0/15 is set aside for tests of networks (RFC 2544) and announced nowhere.
        network = "198." + (18 + (number >> 15)) + "." + (number >> 7 & 0xff);
        add("switch");
        ip("-n", name("switch"), "link", "add", "bridge", "type", "bridge");
        ip("-n", name("switch"), "link", "set", "bridge", "up");
        plug("test", "link", "add", prefix, "type", "veth", "peer", "name", "test", "netns", name("switch"));
        ip("address", "add", network + ".254/24", "dev", prefix);
        ip("link", "set", prefix, "up");
    }

    /** One member's network: its own loopback, its own ports, one wire to the switch. */
    Namespace member(String label) {
        int number = created.size();
        add(label);
        String ns = name(label);
        plug(label, "-n", ns, "link", "add", "wire", "type", "veth", "peer", "name", label, "netns", name("switch"));
        String address = network + "." + number;
        ip("-n", ns, "address", "add", address + "/24", "dev", "wire");
        ip("-n", ns, "link", "set", "wire", "up");
        return new Namespace(ns, address);
    }

    /** The test's own address on the switch. */
    String testAddress() {
        return network + ".254";
    }

    /** A network that leads nowhere: a loopback and nothing else. */
    Namespace alone(String label) {
        add(label);
        return new Namespace(name(label), "127.0.0.1");
    }

    /** Has what is started in that network from now on ask that name server, and no other. */
    void nameServer(Namespace member, String address) {
        try {
            Path folder = Files.createDirectories(FILES.resolve(member.name()));
            Files.writeString(
                    folder.resolve("resolv.conf"), "nameserver " + address + "\noptions timeout:1 attempts:2\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        created.forEach(ns -> ip("netns", "delete", ns));
        created.forEach(Namespaces::deleteFiles);
        // Stays when others have files there.
        var unused = FILES.toFile().delete();
    }

    private static void deleteFiles(String namespace) {
        try {
            Files.deleteIfExists(FILES.resolve(namespace).resolve("resolv.conf"));
            Files.deleteIfExists(FILES.resolve(namespace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plug(String port, String... addLink) {
        ip(addLink);
        ip("-n", name("switch"), "link", "set", "dev", port, "master", "bridge", "up");
    }

    private void add(String label) {
        ip("netns", "add", name(label));
        created.add(name(label));
        ip("-n", name(label), "link", "set", "lo", "up");
    }

    private String name(String label) {
        return prefix + "-" + label;
    }

    private static void ip(String... arguments) {
        run(Command.of("ip").with(arguments));
    }

    private static void run(Command command) {
        try (RunningProcess process = command.start()) {
            assertThat(process.awaitExit())
                    .as(() -> String.join(" ", command.words()) + ": "
                            + process.output().tail())
                    .isZero();
        }
    }

    /**
     * One member's network.
     *
     * @param name the namespace
     * @param address its address on the switch
     */
    record Namespace(String name, String address) {
        /** The same command, inside. */
        Command inside(Command command) {
            return command.behind("ip", "netns", "exec", name);
        }

        /** The same, without the right to open ports below 1024. */
        Command insideUnprivileged(Command command) {
            return command.behind(
                    "ip",
                    "netns",
                    "exec",
                    name,
                    "setpriv",
                    "--bounding-set=-net_bind_service",
                    "--inh-caps=-net_bind_service");
        }

        /** Drops whatever the filter matches, in the words of {@code nft}, until {@link #heal}. */
        void drop(String hook, String filter) {
            nft("add", "table", "inet", "cut");
            nft("add", "chain", "inet", "cut", hook, "{ type filter hook " + hook + " priority 0 ; }");
            nft("add", "rule", "inet", "cut", hook, filter, "drop");
        }

        /** Lets everything through again. */
        void heal() {
            nft("delete", "table", "inet", "cut");
        }

        private void nft(String... words) {
            run(inside(Command.of("nft").with(words)));
        }
    }
}
