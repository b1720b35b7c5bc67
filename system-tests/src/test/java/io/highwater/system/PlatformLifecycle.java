package io.highwater.system;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Takes the shared platform down after the last test of the run: in the run, not when the JVM ends,
/// which Failsafe gives little time.
final class PlatformLifecycle implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(PlatformLifecycle.class))
                .computeIfAbsent("platform", _ -> (AutoCloseable) Platform::closeShared, AutoCloseable.class);
    }
}
