package io.highwater.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerLaunchException;

class SourceTest {
    private static final TestServer CONTAINER = new Nowhere("container");
    private static final TestServer EMBEDDED = new Nowhere("embedded");
    private static final Function<String, TestServer> STARTS = _ -> CONTAINER;
    private static final Function<String, TestServer> FAILS = _ -> {
        throw new ContainerLaunchException("Container startup failed", new IllegalStateException("no space left"));
    };

    private static final Engine.Offer READY = new Engine.Offer.Ready("Docker engine 29 at unix:///x");
    private static final Engine.Offer MISSING = new Engine.Offer.Unavailable("no Docker engine is running");

    private final List<String> output = new ArrayList<>();

    @Test
    void anEngineWithTheImageGivesAContainer() {
        assertThat(source(READY, Wish.AUTO).start(STARTS, () -> EMBEDDED)).isSameAs(CONTAINER);
        assertThat(output)
                .containsExactly("[test servers] PostgreSQL: container postgres:18 of Docker engine 29 at unix:///x");
    }

    @Test
    void withoutAnEngineItIsEmbedded() {
        assertThat(source(MISSING, Wish.AUTO).start(STARTS, () -> EMBEDDED)).isSameAs(EMBEDDED);
        assertThat(output)
                .containsExactly("[test servers] PostgreSQL: embedded binaries, because no Docker engine is running");
    }

    @Test
    void aContainerThatDoesNotStartIsReplaced() {
        assertThat(source(READY, Wish.AUTO).start(FAILS, () -> EMBEDDED)).isSameAs(EMBEDDED);
        assertThat(output)
                .containsExactly("[test servers] PostgreSQL: embedded binaries,"
                        + " because postgres:18 did not start in a container: no space left");
    }

    @Test
    void whoWantsEmbeddedServersGetsThemWhateverTheEngineOffers() {
        assertThat(source(READY, Wish.EMBEDDED).start(STARTS, () -> EMBEDDED)).isSameAs(EMBEDDED);
    }

    @Test
    void whoWantsContainersIsToldWhyThereAreNone() {
        assertThatThrownBy(() -> source(MISSING, Wish.CONTAINERS).start(STARTS, () -> EMBEDDED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("highwater.test.servers asks for PostgreSQL in a container,"
                        + " but no Docker engine is running");
    }

    @Test
    void whoWantsContainersSeesThemFail() {
        assertThatThrownBy(() -> source(READY, Wish.CONTAINERS).start(FAILS, () -> EMBEDDED))
                .isInstanceOf(ContainerLaunchException.class);
    }

    @Test
    void aWishThatIsNoneIsRefusedByName() {
        assertThatThrownBy(() -> Wish.parse("podman"))
                .hasMessage("highwater.test.servers must be one of [auto, containers, embedded] but is \"podman\"");
    }

    private Source source(Engine.Offer offer, Wish wish) {
        return new Source("PostgreSQL", "postgres:18", _ -> offer, wish, output::add);
    }

    private record Nowhere(String host) implements TestServer {
        @Override
        public int port() {
            return 0;
        }

        @Override
        public void stop() {}

        @Override
        public void startAgain() {}

        @Override
        public void close() {}
    }
}
