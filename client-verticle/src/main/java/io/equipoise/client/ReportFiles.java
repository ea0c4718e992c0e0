package io.equipoise.client;

import io.equipoise.client.report.HtmlReport;
import io.equipoise.client.report.InvalidReport;
import io.equipoise.client.report.JsonReport;
import io.equipoise.client.report.RunFile;
import io.equipoise.client.report.Summary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a run's report into the files that were asked for. */
final class ReportFiles {
    private static final Logger log = LoggerFactory.getLogger(ReportFiles.class);

    private ReportFiles() {}

    /** Writes them; fails, and says so in the log, when one could not be written. */
    static Future<Void> write(Vertx vertx, ClientConfig config, Summary summary) {
        JsonObject json = JsonReport.of(summary);
        List<Future<Void>> written = new ArrayList<>();
        config.report().ifPresent(file -> written.add(write(vertx, file, json.toBuffer())));
        config.html().ifPresent(file -> written.add(write(vertx, file, Buffer.buffer(page(json)))));
        return Future.join(written).mapEmpty();
    }

    private static String page(JsonObject json) {
        try {
            return HtmlReport.of(RunFile.of("this run", json));
        } catch (InvalidReport e) {
            throw new IllegalStateException("our own report cannot be read", e);
        }
    }

    private static Future<Void> write(Vertx vertx, String file, Buffer content) {
        return vertx.fileSystem()
                .writeFile(file, content)
                .onFailure(cause -> log.atError()
                        .addKeyValue("file", file)
                        .addKeyValue("cause", cause.toString())
                        .log("the report could not be written"));
    }
}
