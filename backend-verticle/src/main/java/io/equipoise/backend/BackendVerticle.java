package io.equipoise.backend;

import io.vertx.core.VerticleBase;

/** One backend: it opens its port, announces itself and answers pings. The composition root of this module. */
public final class BackendVerticle extends VerticleBase {}
