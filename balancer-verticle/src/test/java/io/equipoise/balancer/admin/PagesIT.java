package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawConnection;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that the admin server has for browsers. No token is shown here, though the server wants one. */
class PagesIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    private static final String SWAGGER = "/vendor/swagger-ui/";

    /** A step up as it is, encoded, encoded twice, with a backslash, a NUL, a path parameter, or in bytes that are no UTF-8. */
    private static final List<String> UP = List.of(
            "../",
            "%2e%2e/",
            "..%2f",
            "%2e%2e%2f",
            "%2E%2E%2F",
            "%252e%252e%252f",
            "..%252f",
            "..\\",
            "..%5c",
            "%2e%2e%5c",
            "%252e%252e%255c",
            ".%00./",
            "..%00/",
            "%00../",
            "..;/",
            "....//",
            "%c0%ae%c0%ae%c0%af",
            "%c0%ae%c0%ae/",
            "//",
            "%2f");

    private static int port;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

    @BeforeAll
    static void serve() throws TimeoutException {
        port = new TestAdmin(VERTX).port(Map.of("tests", TestAdmin.TOKEN));
    }

    @AfterAll
    static void close() throws TimeoutException {
        VERTX.close().await(20, SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/, text/html; charset=utf-8",
        "/api, text/html; charset=utf-8",
        "/api/start.js, text/javascript; charset=utf-8",
        "/vendor/swagger-ui/swagger-ui-bundle.js, text/javascript; charset=utf-8",
        "/vendor/swagger-ui/swagger-ui.css, text/css; charset=utf-8",
        "/vendor/uplot/uPlot.esm.js, text/javascript; charset=utf-8",
        "/vendor/uplot/uPlot.min.css, text/css; charset=utf-8",
        "/api/v1/openapi.yaml, application/yaml",
        "/api/v1/openapi.json, application/json"
    })
    void a_file_comes_with_its_type_is_asked_for_again_and_runs_nothing_from_elsewhere(String path, String type)
            throws Exception {
        HttpResponse<String> answer = send("GET", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue(type);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("http:", "https:", "*", "unsafe-");
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void a_file_that_the_reader_has_is_not_sent_again_and_head_sends_none() throws Exception {
        HttpResponse<String> first = send("GET", "/api/start.js");
        String tag = first.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again =
                http.send(request("/api/start.js").header("If-None-Match", tag).build(), BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        HttpResponse<String> head = send("HEAD", "/api/start.js");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length"))
                .hasValue(Integer.toString(first.body().getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void whatever_the_page_of_the_api_links_to_is_here() throws Exception {
        Matcher links = LINK.matcher(send("GET", "/api/").body());
        int found = 0;
        while (links.find()) {
            if (!links.group(1).startsWith("data:")) {
                assertThat(send("GET", links.group(1)).statusCode())
                        .as(links.group(1))
                        .isEqualTo(200);
                found++;
            }
        }
        assertThat(found).isEqualTo(4);
    }

    @Test
    void the_document_is_the_same_as_yaml_and_as_json() throws Exception {
        JsonObject json = new JsonObject(send("GET", "/api/v1/openapi.json").body());
        assertThat(json.getString("openapi")).isEqualTo("3.1.0");
        String yaml = send("GET", "/api/v1/openapi.yaml").body();
        json.getJsonObject("paths")
                .fieldNames()
                .forEach(path -> assertThat(yaml).contains("\n  " + path + ":\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/vendor/uplot/",
                "/vendor/uplot",
                "/vendor/uplot/../package.json",
                "/vendor/uplot/%2e%2e/package.json",
                "/vendor/uplot/..%2fpackage.json",
                "/vendor/uplot/.%00/uPlot.esm.js",
                "/vendor/uplot/uPlot.esm.js/",
                "/vendor/uplot/uPlot.d.ts",
                "/vendor/swagger-ui/index.html",
                "/vendor/swagger-ui/",
                "/vendor/swagger-ui/%2e%2e/%2e%2e/%2e%2e/%2e%2e/logback.xml",
                "/api/page/index.html",
                "/api/openapi.yaml",
                "/..;/admin/openapi.yaml",
                "/../admin/page/index.html",
                "/%2e%2e/admin/page/index.html",
                "/..%5cadmin%5cpage%5cindex.html",
                "/js",
                "/js/",
                "//etc/passwd.html",
                "/file:/etc/passwd.html"
            })
    void A5_no_path_leads_out_of_a_folder_or_lists_it(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/js/", "/api/", "/vendor/", "/vendor/uplot/", "/vendor/swagger-ui/"})
    void A5_no_way_to_write_a_step_up_leads_out_of_any_folder(String folder) throws Exception {
        for (String step : UP) {
            for (String file : List.of("dashboard/index.html", "page/index.html", "package.json", "etc/passwd.json")) {
                for (int steps : List.of(1, 2, 3, 6)) {
                    String path = folder + step.repeat(steps) + file;
                    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                            .as(path)
                            .startsWith("HTTP/1.1 404 ")
                            .contains("application/problem+json");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/js/app.js",
                "/api/start.js",
                "/vendor/uplot/uPlot.esm.js",
                SWAGGER + "swagger-ui.css"
            })
    void A5_only_its_own_name_finds_a_file(String file) throws Exception {
        for (String more : List.of(
                "\u0000", "%00", "%00.html", "%2500.js", "/", "%2f", "\\", "%5c", ".", "%2e", "%20", ";.js", "~")) {
            assertThat(raw("GET " + file + more + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .as(file + more)
                    .startsWith("HTTP/1.1 404 ");
        }
        for (String broken : List.of("%", "%0", "%zz", "%u002e")) {
            assertThat(raw("GET " + file + broken + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .as(file + broken)
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(send("GET", file).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void A9_a_file_is_there_to_read(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/api/start.js");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
        assertThat(send(method, "/api/v1/openapi.yaml").headers().firstValue("allow"))
                .hasValue("GET");
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(request(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static String raw(String request) throws IOException {
        try (RawConnection connection = RawConnection.to(port)) {
            connection.send(request);
            return new String(connection.receiveAll(), StandardCharsets.ISO_8859_1);
        }
    }
}
