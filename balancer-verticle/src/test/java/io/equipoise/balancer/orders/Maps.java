package io.equipoise.balancer.orders;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.SharedData;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeoutException;

/** The shared maps of a Vert.x, which may be told not to answer one balancer. */
final class Maps {
    private final Vertx vertx;
    private volatile boolean silent;

    Maps(Vertx vertx) {
        this.vertx = vertx;
    }

    void silent(boolean now) {
        silent = now;
    }

    /** That Vert.x, through which its maps answer only as told. */
    Vertx seen() {
        return proxy(Vertx.class, vertx, (method, result) -> method.equals("sharedData") ? sharedData() : result);
    }

    private SharedData sharedData() {
        return proxy(
                SharedData.class,
                vertx.sharedData(),
                (method, result) -> method.equals("getAsyncMap") ? ((Future<?>) result).map(this::unreliable) : result);
    }

    private AsyncMap<?, ?> unreliable(Object map) {
        return (AsyncMap<?, ?>) Proxy.newProxyInstance(
                AsyncMap.class.getClassLoader(),
                new Class<?>[] {AsyncMap.class},
                (self, method, arguments) -> silent
                        ? Future.failedFuture(new TimeoutException("on purpose"))
                        : invoke(method, map, arguments));
    }

    @FunctionalInterface
    private interface Change {
        Object of(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Change change) {
        InvocationHandler handler =
                (self, method, arguments) -> change.of(method.getName(), invoke(method, target, arguments));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
