package io.equipoise.client.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * One connection's side of the talk: what to send, and whether what came back is right. One request at a time; after
 * a wrong reply the exchange is over. Owned by the connection's event loop.
 */
public interface Exchange {
    /**
     * The bytes of the next request.
     *
     * @param number different for each request of a run; the bytes differ with it
     */
    Buffer request(long number);

    /** Takes the bytes that came next. Bytes that come when no reply is due are {@link Progress#WRONG_BYTES}. */
    Progress receive(Buffer bytes);

    /** Takes the end of the stream; anything but {@link Progress#COMPLETE} says that it came too early. */
    Progress end();

    /** Who is at the other side, as far as it has said so. */
    Optional<String> backend();

    /** Whether the connection takes another request after a complete reply. */
    boolean reusable();
}
