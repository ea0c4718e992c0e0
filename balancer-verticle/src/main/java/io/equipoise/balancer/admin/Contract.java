package io.equipoise.balancer.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the API promises: {@code openapi.yaml}, read once from the class path.
 *
 * @param yaml as it stands there
 * @param json the same as JSON
 * @param rules the same, to hold requests to; without the answers that are no plain JSON
 */
record Contract(String yaml, String json, OpenAPIContract rules) {
    private static final String FILE = "openapi.yaml";

    /** Reads and checks it; fails when it is no OpenAPI document. */
    static Future<Contract> load(Vertx vertx) {
        return vertx.executeBlocking(Contract::read)
                .compose(text -> OpenAPIContract.from(vertx, text.rules())
                        .map(rules -> new Contract(text.yaml(), text.json(), rules)));
    }

    /** Takes tens of milliseconds of a cold JVM: not for an event loop. */
    private static Text read() throws IOException {
        String yaml = file();
        JsonObject document = parse(yaml);
        String json = document.encode();
        keepJson(document);
        return new Text(yaml, json, document);
    }

    private static String file() throws IOException {
        try (InputStream file = Contract.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IOException(FILE + " is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonObject parse(String yaml) {
        Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new JsonObject(document);
    }

    /** Vert.x knows no problem+json and no event-stream, and would refuse a document that has them. */
    private static void keepJson(JsonObject object) {
        for (String name : List.copyOf(object.fieldNames())) {
            if (object.getValue(name) instanceof JsonObject child) {
                if (name.equals("content")) {
                    List.copyOf(child.fieldNames()).stream()
                            .filter(type -> !type.equals("application/json"))
                            .forEach(child::remove);
                }
                keepJson(child);
            }
        }
    }

    private record Text(String yaml, String json, JsonObject rules) {}
}
