package io.highwater.testing.server;

import io.highwater.testing.TestServer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The one place that chooses between a container and embedded binaries. It says in the test's output what it chose
/// and why, once for each server.
public final class Source {
    private final String kind;
    private final String image;
    private final Function<String, Engine.Offer> engine;
    private final Wish wish;
    private final Consumer<String> output;

    /// @param kind         what the server is called in the output
    /// @param name         the word in `highwater.test.NAME.image`, which overrides the image
    /// @param defaultImage the one that the platform itself runs on
    public Source(String kind, String name, String defaultImage) {
        this(
                kind,
                Wish.setting("highwater.test.%s.image".formatted(name)).orElse(defaultImage),
                Engine.ofThisMachine()::offer,
                Wish.ofThisRun(),
                System.out::println);
    }

    Source(String kind, String image, Function<String, Engine.Offer> engine, Wish wish, Consumer<String> output) {
        this.kind = kind;
        this.image = image;
        this.engine = engine;
        this.wish = wish;
        this.output = output;
    }

    /// Starts one server.
    ///
    /// @param container starts it from the image of that name
    /// @throws IllegalStateException if containers were asked for and cannot be had
    public TestServer start(Function<String, TestServer> container, Supplier<TestServer> embedded) {
        if (wish == Wish.EMBEDDED) {
            return embedded("that is what highwater.test.servers asks for", embedded);
        }
        return switch (engine.apply(image)) {
            case Engine.Offer.Ready(String whose) -> inContainer(whose, container, embedded);
            case Engine.Offer.Unavailable(String reason) -> without(reason, embedded);
        };
    }

    private TestServer inContainer(
            String whose, Function<String, TestServer> container, Supplier<TestServer> embedded) {
        try {
            var server = container.apply(image);
            say("container %s of %s".formatted(image, whose));
            return server;
        } catch (RuntimeException e) {
            if (wish == Wish.CONTAINERS) {
                throw e;
            }
            return without("%s did not start in a container: %s".formatted(image, Engine.innermost(e)), embedded);
        }
    }

    private TestServer without(String reason, Supplier<TestServer> embedded) {
        if (wish == Wish.CONTAINERS) {
            throw new IllegalStateException(
                    "highwater.test.servers asks for %s in a container, but %s".formatted(kind, reason));
        }
        return embedded(reason, embedded);
    }

    private TestServer embedded(String reason, Supplier<TestServer> embedded) {
        var server = embedded.get();
        say("embedded binaries, because " + reason);
        return server;
    }

    private void say(String choice) {
        output.accept("[test servers] %s: %s".formatted(kind, choice));
    }
}
