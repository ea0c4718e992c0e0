package io.equipoise.system;

import io.equipoise.testkit.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * An image run as Kubernetes runs it under Pod Security {@code restricted}: its own file system, read-only, with memory at
 * {@code /tmp}; the user and the working directory that it names; its entry point, with the arguments of the pod. Shells
 * and tools that its base may have are hidden, as nothing needs them. The network, and what is in {@code /proc}, are the
 * machine's. Needs root and util-linux.
 */
record Container(Image image) {
    /** Arguments: the root, then the command. The last step replaces the shell, so that signals reach the program. */
    private static final String ENTER = """
            set -eu
            root=$1
            shift
            mkdir -p "$root/dev" "$root/etc" "$root/proc" "$root/tmp"
            cp /etc/hosts "$root/etc/hosts"
            mount --bind "$root" "$root"
            for folder in bin usr/bin; do
              if [ -d "$root/$folder" ] && [ ! -L "$root/$folder" ]; then
                mount -t tmpfs -o ro nothing "$root/$folder"
              fi
            done
            mount -t tmpfs -o mode=755,size=64k devices "$root/dev"
            for device in null zero full random urandom; do
              : >"$root/dev/$device"
              mount --bind "/dev/$device" "$root/dev/$device"
            done
            mount -o remount,ro "$root/dev"
            mount -t proc processes "$root/proc"
            mount -t tmpfs -o mode=1777 memory "$root/tmp"
            mount -o remount,bind,ro "$root"
            exec "$@"
            """;

    /** The same program with the same flags and arguments, out of this image. */
    Command run(Command fatJar) {
        List<String> words = fatJar.words();
        int jar = words.indexOf("-jar");
        List<String> line = new ArrayList<>(image.list("Entrypoint"));
        words.subList(1, jar).stream()
                .filter(flag -> !flag.startsWith("-XX:SharedArchiveFile=") && !flag.startsWith("-Xlog:cds"))
                .forEach(line::add);
        line.addAll(image.list("Cmd"));
        line.addAll(words.subList(jar + 2, words.size()));
        return Command.of(line.toArray(String[]::new))
                .withName(fatJar.name() + " from its image")
                .behind(entering().toArray(String[]::new));
    }

    private List<String> entering() {
        String[] user = image.config().getString("User").split(":", 2);
        String root = image.root().toString();
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", ENTER, "enter", root));
        words.addAll(List.of("/usr/bin/env", "--ignore-environment"));
        words.addAll(image.list("Env"));
        words.addAll(List.of("/usr/bin/setpriv", "--no-new-privs", "/usr/bin/unshare", "--root=" + root));
        words.addAll(List.of("--wd=" + image.config().getString("WorkingDir"), "--setgid=" + user[1]));
        words.add("--setuid=" + user[0]);
        return words;
    }
}
