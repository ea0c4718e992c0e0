/** What single steps cost, by JMH: choosing, rebuilding, reading, counting. */
package io.equipoise.bench;
