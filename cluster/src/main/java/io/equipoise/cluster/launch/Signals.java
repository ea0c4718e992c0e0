package io.equipoise.cluster.launch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the process is asked to end. By the JDK's own signal class, which every JDK since 1.4 has but hides from
 * the compiler, because a shutdown hook is too late: it runs beside that of Vert.x, cannot know when that one is done,
 * and leaves the exit code at 143. A signal that the parent process wants ignored (nohup) stays ignored.
 */
final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    private Signals() {}

    /** Calls with the signal's name, each time on a thread of its own. */
    static void onTermination(Consumer<String> listener) {
        for (String name : NAMES) {
            try {
                handle(name, listener);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                log.atWarn().addKeyValue("signal", "SIG" + name).setCause(e).log("signal cannot be handled");
            }
        }
    }

    private static void handle(String name, Consumer<String> listener) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                    listener.accept("SIG" + name);
                    return null;
                });
        try {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        }
    }
}
