package io.equipoise.balancer.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.ctl.Shell.Result;
import io.equipoise.testkit.RefusingPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts rely on: the exit code, one line on standard error, and where the token comes from. */
class ExitCodesTest {
    private static final String ENABLE = "PATCH /api/v1/backends/b1";

    private StubAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new StubAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void done_is_0() {
        admin.answers(ENABLE, 200, "{\"id\":\"b1\",\"state\":\"ready\"}");
        Result result = Shell.to(admin).run("enable", "b1");
        assertThat(result).isEqualTo(new Result(0, "b1 is ready\n", ""));
        assertThat(admin.last().body()).isEqualTo("{\"state\":\"ready\"}");
        assertThat(admin.last().headers())
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("authorization");
    }

    @ParameterizedTest
    @CsvSource({"403,4", "404,5", "400,6", "409,6", "413,6", "415,6", "421,6", "500,7", "503,7"})
    void a_problem_is_told_in_one_line_and_a_code(int status, int code) {
        admin.refuses(ENABLE, status, "that is wrong; do this");
        assertThat(Shell.to(admin).run("enable", "b1"))
                .isEqualTo(new Result(code, "", "ctl: that is wrong; do this\n"));
    }

    @Test
    void a_missing_token_is_4_and_so_is_a_wrong_one() {
        admin.refuses(ENABLE, 401, "this needs a token");
        assertThat(Shell.to(admin).run("enable", "b1"))
                .isEqualTo(new Result(
                        4, "", "ctl: the token is missing; give it in EQUIPOISE_ADMIN_TOKEN or with --token-file\n"));
        assertThat(Shell.to(admin).with("EQUIPOISE_ADMIN_TOKEN", "guess").run("enable", "b1"))
                .isEqualTo(new Result(
                        4, "", "ctl: the token is wrong; give it in EQUIPOISE_ADMIN_TOKEN or with --token-file\n"));
        assertThat(admin.last().headers()).containsEntry("authorization", "Bearer guess");
    }

    @Test
    void a_token_file_goes_before_the_variable(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "from-file\n");
        admin.answers(ENABLE, 200, "{}");
        Shell shell = Shell.to(admin).with("EQUIPOISE_ADMIN_TOKEN", "from-variable");
        assertThat(shell.run("enable", "b1", "--token-file", file.toString()).code())
                .isZero();
        assertThat(admin.last().headers()).containsEntry("authorization", "Bearer from-file");
    }

    @Test
    void a_token_that_cannot_be_one_is_2_and_is_not_shown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "sec ret\r\nX-Evil: 1");
        Result result = Shell.to(admin).run("enable", "b1", "--token-file", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.error()).contains("holds no token").doesNotContain("sec");
        assertThat(admin.lines()).isEmpty();
        assertThat(Shell.to(admin)
                        .run(
                                "enable",
                                "b1",
                                "--token-file",
                                folder.resolve("none").toString())
                        .error())
                .contains("cannot be read; name a readable file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "drain",
                "drain a b",
                "drain a --wait=now",
                "drain a --timeout 0s",
                "drain a --timeout soon",
                "weight a",
                "weight a 257",
                "weight a much",
                "weight a 1e2",
                "add web",
                "add web here",
                "add web 10.0.0.1:0",
                "add web 10.0.0.1:80 --weight -1",
                "sessions --limit 0",
                "decisions --limit 1001",
                "events --since -1",
                "top --interval never",
                "status --token secret",
                "completion zsh",
                "status --url ftp://here",
                "status --url http://user:pw@here",
                "status --url http://",
                "status --url :"
            })
    void what_cannot_be_typed_is_2_before_anybody_is_asked(String typed) {
        Result result = Shell.to(admin).run(typed.isEmpty() ? new String[0] : typed.split(" "));
        assertThat(result.code()).as(result.error()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).startsWith("ctl: ").hasLineCount(1);
        assertThat(admin.lines()).isEmpty();
    }

    @Test
    void nobody_there_is_3() throws IOException {
        try (RefusingPort port = RefusingPort.refusing()) {
            String url = "http://127.0.0.1:" + port.port();
            assertThat(new Shell().run("status", "--url", url))
                    .isEqualTo(new Result(
                            3, "", "ctl: nothing listens at " + url + "; is the balancer running, and --url right?\n"));
        }
    }

    @Test
    void somebody_who_does_not_answer_is_3() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            assertThat(new Shell().run("status", "--url", url, "--timeout", "200ms"))
                    .isEqualTo(new Result(
                            3,
                            "",
                            "ctl: " + url
                                    + " does not answer within 200ms; see --url, or wait longer with --timeout\n"));
        }
    }

    @Test
    void a_host_that_is_none_is_3() {
        Result result = new Shell().run("status", "--url", "http://no-such-host.invalid:1");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.error())
                .isEqualTo("ctl: http://no-such-host.invalid:1 has a host that no name service knows; see --url\n");
    }

    @ParameterizedTest
    @CsvSource({"200,text/html,<html>", "404,text/html,<html>", "302,text/plain,''", "200,application/json,[]"})
    void somebody_else_is_3(int status, String type, String body) {
        admin.answers("GET /api/v1/backends/b1", new StubAdmin.Answer(status, type, body));
        Result result = Shell.to(admin).run("backends", "b1");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.error())
                .startsWith("ctl: " + admin.url() + " is not the admin API of a balancer (")
                .hasLineCount(1);
    }

    @Test
    void the_detail_of_a_problem_cannot_steer_the_terminal() {
        admin.refuses("GET /api/v1/backends/b1", 404, "no \\u001b[2Jbackend\\u009b\\n\\u202e");
        assertThat(Shell.to(admin).run("backends", "b1").error()).isEqualTo("ctl: no �[2Jbackend���\n");
    }

    @Test
    void help_lists_the_codes_and_what_can_be_done() {
        Result result = new Shell().run("--help");
        assertThat(result.code()).isZero();
        for (Exit exit : Exit.values()) {
            assertThat(result.out()).containsPattern("\n  " + exit.code() + " +[A-Z]");
        }
        assertThat(result.out()).contains("status", "drain", "completion", "EQUIPOISE_ADMIN_TOKEN");
        assertThat(new Shell().run("drain", "-h").out()).contains("--wait").doesNotContain("\033");
    }

    @Test
    void a_reader_who_leaves_is_no_failure() {
        admin.answers(
                "GET /api/v1/backends?limit=1000", 200, "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]}");
        Result result = Shell.to(admin).readBy(2).run("backends");
        assertThat(result.code()).isZero();
        assertThat(result.lines()).hasSize(2);
        assertThat(result.error()).isEmpty();
    }
}
