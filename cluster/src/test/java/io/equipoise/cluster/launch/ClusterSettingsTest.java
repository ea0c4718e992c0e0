package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.eventbus.EventBusOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {
    private static final Optional<String> NO_SECRET = Optional.empty();

    @TempDir
    private Path folder;

    private static ClusterSettings settings(Properties properties, String... args) {
        return ClusterSettings.of(Arguments.parse(args), NO_SECRET, properties);
    }

    private static Properties published(ClusterSettings settings) {
        Properties properties = new Properties();
        settings.publish(properties);
        return properties;
    }

    private static Properties hazelcastFile(String file) {
        Properties properties = new Properties();
        properties.put("vertx.hazelcast.config", file);
        return properties;
    }

    private String write(String content) throws IOException {
        return Files.writeString(folder.resolve("mine.xml"), content).toString();
    }

    @Test
    void out_of_the_box_members_are_on_loopback() {
        assertThat(published(settings(new Properties(), "-cluster")))
                .isEqualTo(Map.of(
                        "equipoise.cluster.host", "127.0.0.1",
                        "equipoise.cluster.members", "127.0.0.1",
                        "equipoise.cluster.name", "equipoise",
                        "equipoise.cluster.port", "5701",
                        "equipoise.cluster.lite", "false",
                        "hazelcast.logging.type", "slf4j",
                        "hazelcast.config.schema.validation.enabled", "false"));
    }

    @Test
    void a_hazelcast_file_of_ones_own_is_held_to_its_schema_at_each_start() throws IOException {
        Properties properties = hazelcastFile(write("<hazelcast/>"));
        settings(properties, "-cluster").publish(properties);
        assertThat(properties).doesNotContainKey("hazelcast.config.schema.validation.enabled");
    }

    @Test
    void the_hazelcast_file_that_is_shipped_keeps_to_its_schema() throws Exception {
        String shipped;
        try (InputStream file = resource("cluster.xml").openStream()) {
            shipped = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        SchemaFactory.newDefaultInstance()
                .newSchema(resource("hazelcast-config-5.3.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(shipped.replace("${equipoise.cluster.port}", "5701")
                        .replace("${equipoise.cluster.lite}", "false"))));
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(ClusterSettingsTest.class.getClassLoader().getResource(name), name);
    }

    @Test
    void the_cluster_host_is_where_members_are_looked_for() {
        ClusterSettings settings = settings(new Properties(), "-cluster", "-cluster-host", "localhost");
        assertThat(settings.host()).contains("127.0.0.1");
        assertThat(settings.members()).containsExactly("127.0.0.1");
    }

    @Test
    void the_property_of_the_cluster_host_is_as_good_as_the_option() {
        Properties properties = new Properties();
        properties.put("equipoise.cluster.host", "127.0.0.1");
        assertThat(settings(properties, "-cluster", "-cluster-members", "10.9.9.9")
                        .members())
                .containsExactly("10.9.9.9");
    }

    @Test
    void members_that_are_named_are_looked_for() {
        ClusterSettings settings = settings(
                new Properties(), "-cluster", "-cluster-host", "127.0.0.1", "-cluster-members", "10.9.9.9,10.9.9.8");
        assertThat(published(settings)).containsEntry("equipoise.cluster.members", "10.9.9.9,10.9.9.8");
    }

    @Test
    void what_a_property_says_already_stays() {
        Properties properties = new Properties();
        properties.put("equipoise.cluster.name", "mine");
        settings(properties, "-cluster").publish(properties);
        assertThat(properties).containsEntry("equipoise.cluster.name", "mine");
    }

    @Test
    void a_member_holds_data_unless_it_is_told_otherwise() {
        Properties properties = new Properties();
        assertThat(ClusterSettings.isLite(properties)).isFalse();
        properties.put("equipoise.cluster.lite", "true");
        assertThat(ClusterSettings.isLite(properties)).isTrue();
        properties.put("equipoise.cluster.lite", "yes");
        assertThatThrownBy(() -> settings(properties, "-cluster"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("-Dequipoise.cluster.lite is \"yes\"; allowed is true or false");
    }

    @Test
    void an_ipv6_address_switches_hazelcast_to_ipv6() {
        assertThat(published(new ClusterSettings(Optional.of("::1"), List.of("::1"), "equipoise")))
                .containsEntry("hazelcast.prefer.ipv4.stack", "false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -cluster-host 192.0.2.77          | -cluster-host is "192.0.2.77"; allowed is an address that a network interface of this machine has
            -cluster-host 0.0.0.0             | -cluster-host is "0.0.0.0"; allowed is an address that a network interface of this machine has
            -cluster-host no.such.invalid     | -cluster-host is "no.such.invalid"; allowed is an address of this machine, or a name that leads to one
            -cluster-members 10.9.9.9         | -cluster-members names 10.9.9.9, which cannot reach this member on loopback; say with -cluster-host
            """)
    void an_address_that_cannot_be_is_named(String typed, String complaint) {
        assertThatThrownBy(() -> settings(new Properties(), ("-cluster " + typed).split(" ")))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith(complaint);
    }

    @Test
    void K24_the_name_of_a_cluster_with_a_secret_is_derived_from_it_and_does_not_give_it_away() {
        String secret = "0123456789abcdef";
        Arguments arguments = Arguments.parse("-cluster");
        String name = ClusterSettings.of(arguments, Optional.of(secret), new Properties())
                .name();
        assertThat(name).matches("equipoise-[0-9a-f]{32}").doesNotContain(secret);
        assertThat(ClusterSettings.of(arguments, Optional.of(secret), new Properties())
                        .name())
                .isEqualTo(name);
        assertThat(ClusterSettings.of(arguments, Optional.of("0123456789abcdeg"), new Properties())
                        .name())
                .isNotEqualTo(name);
    }

    @Test
    void a_hazelcast_file_of_the_users_own_says_the_address() throws IOException {
        ClusterSettings settings = settings(hazelcastFile(write("<hazelcast/>")), "-cluster");
        assertThat(settings.host()).isEmpty();
        EventBusOptions options = new EventBusOptions();
        String before = options.getHost();
        settings.applyTo(options, Arguments.parse("-cluster"));
        assertThat(options.getHost()).isEqualTo(before);
    }

    @Test
    void a_hazelcast_file_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> settings(hazelcastFile("/no/such.xml"), "-cluster"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith("the file of -Dvertx.hazelcast.config, /no/such.xml, does not exist");
        assertThatThrownBy(() -> settings(hazelcastFile("classpath:no-such.xml"), "-cluster"))
                .hasMessage(
                        "-Dvertx.hazelcast.config is \"classpath:no-such.xml\"; allowed is a resource that is on the"
                                + " class path, or a file");
    }

    @Test
    void a_hazelcast_file_that_is_no_xml_is_an_error_with_its_place() throws IOException {
        String file = write("<hazelcast>\n<network>\n</hazelcast>\n");
        assertThatThrownBy(() -> settings(hazelcastFile(file), "-cluster"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith("-Dvertx.hazelcast.config names " + file)
                .hasMessageContaining("which is no XML at line 3");
    }

    @Test
    void without_a_cluster_no_hazelcast_file_is_looked_at() {
        assertThat(settings(hazelcastFile("/no/such.xml")).members()).containsExactly("127.0.0.1");
    }

    @Test
    void the_event_bus_takes_the_address_and_notices_a_dead_peer_soon() {
        Arguments arguments = Arguments.parse(
                "-cluster",
                "-cluster-host",
                "127.0.0.1",
                "-cluster-port",
                "15701",
                "-cluster-public-host",
                "192.0.2.1",
                "-cluster-public-port",
                "25701");
        EventBusOptions options = new EventBusOptions();
        ClusterSettings.of(arguments, NO_SECRET, new Properties()).applyTo(options, arguments);
        assertThat(options.getHost()).isEqualTo("127.0.0.1");
        assertThat(options.getPort()).isEqualTo(15_701);
        assertThat(options.getClusterPublicHost()).isEqualTo("192.0.2.1");
        assertThat(options.getClusterPublicPort()).isEqualTo(25_701);
        assertThat(options.getClusterPingInterval()).isEqualTo(1_000);
        assertThat(options.getClusterPingReplyInterval()).isEqualTo(1_000);
    }
}
