package io.highwater.testcontainers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/// The image, made sure of before a container is made from it: Testcontainers would look for a missing one
/// for two minutes and then not say how to come by it.
///
/// @param name as the engine knows it
record BrokerImage(String name) {
    private static final int PULL_LIMIT_S = 120;

    static BrokerImage of(DockerImageName name) {
        return new BrokerImage(ImageNameSubstitutor.instance().apply(name).asCanonicalNameString());
    }

    /// Words of the image's own entry point.
    ///
    /// @throws IllegalStateException if the image is not there and cannot be pulled, or is no broker's
    List<String> entryPoint(DockerClient engine) {
        var found = inspect(engine).or(() -> {
            var problem = pull(engine);
            return Optional.of(inspect(engine).orElseThrow(() -> missing(problem)));
        });
        var words = found.orElseThrow();
        if (words.isEmpty()) {
            throw new IllegalStateException(
                    "image %s has no entry point: it is not the Highwater broker's".formatted(name));
        }
        return words;
    }

    private Optional<List<String>> inspect(DockerClient engine) {
        try {
            var config = engine.inspectImageCmd(name).exec().getConfig();
            var entryPoint = config == null ? null : config.getEntrypoint();
            return Optional.of(entryPoint == null ? List.of() : List.of(entryPoint));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private String pull(DockerClient engine) {
        var pull = engine.pullImageCmd(name).exec(new Pull());
        try {
            return pull.awaitCompletion(PULL_LIMIT_S, TimeUnit.SECONDS)
                    ? pull.problem
                    : "it took longer than %d s".formatted(PULL_LIMIT_S);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private IllegalStateException missing(String problem) {
        return new IllegalStateException("""
            there is no image %s on this Docker engine, and it cannot be pulled (%s). In Highwater's repository, \
            this builds it: docker build --target broker --tag %s .\
            """.formatted(name, problem, name));
    }

    /// Remembers what went wrong; Docker's own listener would log it with a stack trace as well.
    private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {
        private volatile String problem = "no registry has it";

        @Override
        public void onError(Throwable failure) {
            problem = String.valueOf(failure.getMessage()).strip();
            onComplete();
        }
    }
}
