package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images come from Jib, configured in the parent POM, or from the Containerfile: the same ones. */
class ContainerfileTest {
    private static String pom;
    private static String containerfile;

    @BeforeAll
    static void read() throws IOException {
        Path parent =
                Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
        pom = Files.readString(parent.resolve("pom.xml"));
        containerfile = Files.readString(parent.resolve("Containerfile"));
    }

    @Test
    void both_stand_on_the_same_base() {
        assertThat(found(containerfile, "(?m)^ARG BASE=(\\S+)$"))
                .isEqualTo(found(pom, "<image.base>(\\S+)</image.base>"));
    }

    @Test
    void the_archive_is_built_by_the_same_release_of_java_as_the_base_has() {
        assertThat(found(containerfile, "(?m)^ARG BUILD=(\\S+)$").replace("-jdk-", "-jre-"))
                .isEqualTo(found(containerfile, "(?m)^ARG BASE=(\\S+)$"));
    }

    @Test
    void both_are_run_the_same_way() {
        assertThat(found(containerfile, "(?m)^USER (\\S+)$")).isEqualTo(found(pom, "<user>(\\S+)</user>"));
        assertThat(found(containerfile, "(?m)^WORKDIR (/tmp)$"))
                .isEqualTo(found(pom, "<workingDirectory>(\\S+)</workingDirectory>"));
        assertThat(found(containerfile, "(?m)^ENTRYPOINT \\[\"(\\S+)\"]$"))
                .isEqualTo(found(pom, "<entrypoint>(\\S+)</entrypoint>"));
        assertThat(found(containerfile, "(?m)^CMD \\[\"(\\S+)\"]$")).isEqualTo(found(pom, "<arg>(@\\S+)</arg>"));
    }

    @Test
    void the_example_in_it_names_the_version_that_is_built() {
        assertThat(found(containerfile, "-t equipoise/balancer:(\\S+) "))
                .isEqualTo(found(pom, "<artifactId>equipoise-parent</artifactId>\\s+<version>(\\S+)</version>"));
    }

    private static String found(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as(regex).isTrue();
        return matcher.group(1);
    }
}
