/** How to ask and how to know a right answer, without sockets: bytes in, bytes out. */
@NullMarked
package io.equipoise.client.protocol;

import org.jspecify.annotations.NullMarked;
