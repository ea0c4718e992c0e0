package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @Test
    void nothing_typed_is_no_cluster_and_no_configuration() {
        Arguments none = Arguments.parse();
        assertThat(none.cluster()).isFalse();
        assertThat(none.help()).isFalse();
        assertThat(none.conf()).isEmpty();
        assertThat(none.instances()).isEmpty();
        assertThat(none.clusterHost()).isEmpty();
        assertThat(none.clusterPort()).isEmpty();
        assertThat(none.clusterPublicHost()).isEmpty();
        assertThat(none.clusterPublicPort()).isEmpty();
        assertThat(none.clusterMembers()).isEmpty();
        assertThat(none.properties()).isEmpty();
    }

    @Test
    void every_option_is_read() {
        Arguments all = Arguments.parse(
                "-cluster",
                "-conf",
                "{\"port\": 1}",
                "-instances",
                "3",
                "-cluster-host",
                "10.0.0.1",
                "-cluster-port",
                "15701",
                "-cluster-public-host",
                "192.0.2.1",
                "-cluster-public-port",
                "25701",
                "-cluster-members",
                "10.0.0.1,10.0.0.2",
                "-Da=b=c",
                "-Dflag=");
        assertThat(all.cluster()).isTrue();
        assertThat(all.conf()).contains("{\"port\": 1}");
        assertThat(all.instances()).contains(3);
        assertThat(all.clusterHost()).contains("10.0.0.1");
        assertThat(all.clusterPort()).contains(15_701);
        assertThat(all.clusterPublicHost()).contains("192.0.2.1");
        assertThat(all.clusterPublicPort()).contains(25_701);
        assertThat(all.clusterMembers()).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(all.properties()).isEqualTo(Map.of("a", "b=c", "flag", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--cluster", "-cluster"})
    void one_dash_or_two_is_the_same(String option) {
        assertThat(Arguments.parse(option).cluster()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "-help", "--help"})
    void help_is_asked_for_in_three_ways(String option) {
        assertThat(Arguments.parse(option).help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run                   | run belongs to the launcher of Vert.x 4; the jar knows its verticle: leave the command out
            run io.x.MyVerticle   | run belongs to the launcher of Vert.x 4
            start                 | start belongs to the launcher of Vert.x 4; start the jar itself
            stop id               | stop belongs to the launcher of Vert.x 4; send the process a SIGTERM instead
            list                  | list belongs to the launcher of Vert.x 4; use ps or jps instead
            version               | version belongs to the launcher of Vert.x 4; the version stands in the log's first line
            bare                  | bare belongs to the launcher of Vert.x 4
            -ha                   | -ha belongs to the launcher of Vert.x 4; start several of them instead
            -cluster -ha          | -ha belongs to the launcher of Vert.x 4
            -hagroup g            | -hagroup belongs to the launcher of Vert.x 4
            -quorum 2             | -quorum belongs to the launcher of Vert.x 4
            -cp .                 | -cp belongs to the launcher of Vert.x 4; the jar holds all of its classes: leave it out
            -cluter               | unknown option -cluter; did you mean -cluster? -h shows the options
            --confg x             | unknown option --confg; did you mean --conf? -h shows the options
            -hx                   | unknown option -hx
            something             | unknown option something; -h shows the options
            -conf                 | Missing required parameter for option
            -conf a -conf b       | option '--conf' (FILE|JSON) should be specified only once; -h shows the options
            -instances            | Missing required parameter for option
            -instances 0          | -instances is "0"; allowed is a whole number from 1 to 1024
            -instances 1025       | -instances is "1025"; allowed is a whole number from 1 to 1024
            -instances -1         | -instances is "-1"; allowed is a whole number from 1 to 1024
            -instances many       | -instances is "many"; allowed is a whole number from 1 to 1024
            -instances 1.5        | -instances is "1.5"; allowed is a whole number from 1 to 1024
            -cluster -cluster-port 0          | -cluster-port is "0"; allowed is a whole number from 1 to 65535
            -cluster -cluster-port 65536      | -cluster-port is "65536"; allowed is a whole number from 1 to 65535
            -cluster -cluster-public-port x   | -cluster-public-port is "x"; allowed is a whole number
            -cluster-host 127.0.0.1           | an option that begins with -cluster- needs -cluster; add it
            -cluster-members 127.0.0.1        | an option that begins with -cluster- needs -cluster; add it
            -cluster-port 1                   | an option that begins with -cluster- needs -cluster; add it
            -D                    | Missing required parameter for option
            -Dname                | Value for option option '-D' (NAME=VALUE) should be in KEY=VALUE format
            """)
    void a_mistake_is_named_in_one_line_with_what_to_do(String typed, String complaint) {
        assertThatThrownBy(() -> Arguments.parse(typed.split(" ")))
                .isInstanceOf(InvalidConfig.class)
                .message()
                .startsWith(complaint)
                .doesNotContain("\n");
    }

    @Test
    void what_was_typed_does_not_spoil_the_terminal() {
        assertThatThrownBy(() -> Arguments.parse("-\u001b[2J\n" + "x".repeat(5_000)))
                .message()
                .startsWith("unknown option -?[2J?xxx")
                .hasSizeLessThan(200);
    }

    @Test
    void every_option_is_described() {
        assertThat(Arguments.described())
                .hasSize(10)
                .containsKeys(
                        "-cluster",
                        "-conf FILE|JSON",
                        "-instances N",
                        "-cluster-host ADDRESS",
                        "-cluster-members ADDRESS,…",
                        "-DNAME=VALUE",
                        "-h")
                .allSatisfy((option, text) -> assertThat(text).isNotBlank());
    }
}
