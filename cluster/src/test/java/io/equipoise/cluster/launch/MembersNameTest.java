package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersNameTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Properties file(String join) throws IOException {
        Path file = Files.writeString(
                folder.resolve("cluster.xml"),
                "<hazelcast><network><join>" + join + "</join></network><map name=\"service-dns\"/></hazelcast>");
        Properties properties = new Properties();
        properties.put("vertx.hazelcast.config", file.toString());
        return properties;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <kubernetes><service-dns> members.test </service-dns></kubernetes>                 | members.test
            <kubernetes enabled="true"><service-dns>members.test</service-dns></kubernetes>    | members.test
            <kubernetes enabled="false"><service-dns>members.test</service-dns></kubernetes>   |
            <kubernetes><service-dns>${a.property}</service-dns></kubernetes>                  |
            <tcp-ip><member>10.0.0.1</member></tcp-ip>                                         |
            """)
    void the_name_stands_in_the_hazelcast_file(String join, String name) throws IOException {
        assertThat(HazelcastFile.membersName(file(join)).orElse(null)).isEqualTo(name);
    }

    @Test
    void without_a_file_of_ones_own_there_is_no_name() {
        assertThat(HazelcastFile.membersName(new Properties())).isEmpty();
    }

    @Test
    void a_start_goes_on_as_soon_as_the_name_resolves() {
        AtomicInteger asked = new AtomicInteger();
        MembersName name = new MembersName(host -> {
            assertThat(host).isEqualTo("members.test");
            if (asked.incrementAndGet() < 3) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        assertThat(name.await("members.test", LONG)).isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_start_goes_on_without_a_name_that_never_resolves() {
        MembersName name = new MembersName(host -> {
            throw new UnknownHostException(host);
        });
        assertThat(name.await("members.test", Duration.ofMillis(50))).isFalse();
    }

    @Test
    void a_start_goes_on_when_the_name_server_does_not_answer() {
        CountDownLatch never = new CountDownLatch(1);
        MembersName name = new MembersName(host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        });
        assertThat(name.await("members.test", Duration.ofMillis(50))).isFalse();
    }

    @Test
    void a_lookup_that_breaks_is_told() {
        MembersName name = new MembersName(host -> {
            throw new IllegalArgumentException("no name");
        });
        assertThatThrownBy(() -> name.await("members.test", LONG))
                .hasMessage("looking up members.test broke")
                .hasRootCauseMessage("no name");
    }
}
