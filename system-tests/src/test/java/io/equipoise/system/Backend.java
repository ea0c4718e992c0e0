package io.equipoise.system;

import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;

/**
 * A backend process that has announced itself.
 *
 * @param process the process
 * @param id its id
 * @param port its data port
 * @param announced the line with which it said that it is there
 */
record Backend(RunningProcess process, String id, int port, LogLine announced) implements AutoCloseable {
    @Override
    public void close() {
        process.close();
    }
}
