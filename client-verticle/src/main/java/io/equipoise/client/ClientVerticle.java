package io.equipoise.client;

import io.vertx.core.VerticleBase;

/** The load generator as a verticle: the composition root of this module. */
public final class ClientVerticle extends VerticleBase {}
