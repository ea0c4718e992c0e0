package io.equipoise.balancer.kubernetes;

import io.equipoise.balancer.kubernetes.ApiTrouble.Kind;
import io.equipoise.balancer.kubernetes.PodCosts.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** What the API server has said. */
record Reply(int status, String body) {
    /** More is no pod. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int LONGEST_MESSAGE = 300;

    /** Reads it to its end, which may not come: whoever waits must have a limit. */
    static Future<Reply> of(HttpClientResponse response) {
        Promise<Reply> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > MOST_BYTES) {
                read.tryFail(new ApiTrouble(Kind.ODD_ANSWER, "the answer is longer than " + MOST_BYTES + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(read::tryFail);
        response.endHandler(
                end -> read.tryComplete(new Reply(response.statusCode(), body.toString(StandardCharsets.UTF_8))));
        return read.future();
    }

    /**
     * What it means for the pod whose annotation was to be set.
     *
     * @throws ApiTrouble when it is not about this pod alone
     */
    Answer answer(String annotation, String value) {
        return switch (status) {
            case 200 -> {
                if (!isKept(annotation, value)) {
                    throw new ApiTrouble(Kind.ODD_ANSWER, "the API server has not kept " + annotation);
                }
                yield Answer.WRITTEN;
            }
            case 404 -> Answer.NO_POD;
            case 400, 422 -> Answer.REFUSED;
            case 401, 403 ->
                throw new ApiTrouble(
                        Kind.NO_RIGHT, said() + "; k8s/optional/deletion-cost.yaml gives the right that is needed");
            default -> throw new ApiTrouble(Kind.ODD_ANSWER, said());
        };
    }

    /** Status and message, as far as there is one: on one line, and not a long one. */
    String said() {
        String message = "";
        try {
            message = String.valueOf(new JsonObject(body).getValue("message", ""));
        } catch (DecodeException e) {
            message = body;
        }
        String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        String start = line.substring(0, Math.min(LONGEST_MESSAGE, line.length()));
        return "the API server answers " + status + (start.isEmpty() ? "" : ": " + start);
    }

    private boolean isKept(String annotation, String value) {
        try {
            return new JsonObject(body).getValue("metadata") instanceof JsonObject metadata
                    && metadata.getValue("annotations") instanceof JsonObject annotations
                    && value.equals(annotations.getValue(annotation));
        } catch (DecodeException e) {
            return false;
        }
    }
}
