/** What a backend serves on its port, and how each kind ends without cutting a client off. */
@NullMarked
package io.equipoise.backend.service;

import org.jspecify.annotations.NullMarked;
