/** What a run saw, and the forms it is told in. Pure: no clock, no sockets. */
@NullMarked
package io.equipoise.client.report;

import org.jspecify.annotations.NullMarked;
