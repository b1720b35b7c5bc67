package io.highwater.broker.compatibility.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Gives one call of a tool classes of its own, since the tools keep counters and latches in static fields. The
/// client library beneath them is shared, so that it is loaded and compiled once.
final class ToolClassLoader extends ClassLoader {
    ToolClassLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("org.apache.kafka.tools.") && !name.startsWith("kafka.admin.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (var bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] content = bytes.readAllBytes();
            return defineClass(name, content, 0, content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
