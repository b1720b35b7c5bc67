package io.highwater.testcontainers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.rnorth.ducttape.ratelimits.RateLimiter;
import org.rnorth.ducttape.ratelimits.RateLimiterBuilder;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/// Waits until the broker says it is healthy, and no longer than until it has ended.
final class BrokerHealth extends AbstractWaitStrategy {
    private static final RateLimiter TEN_A_SECOND = RateLimiterBuilder.newBuilder()
            .withRate(10, TimeUnit.SECONDS)
            .withConstantThroughput()
            .build();
    private static final int ANSWER_LIMIT_MS = 2000;
    private static final int LAST_WORDS = 2000;

    @Override
    protected void waitUntilReady() {
        long end = System.nanoTime() + startupTimeout.toNanos();
        while (!isHealthy()) {
            if (!waitStrategyTarget.isRunning()) {
                throw new ContainerLaunchException("the broker ended, and said:\n" + lastWords());
            }
            if (System.nanoTime() - end > 0) {
                throw new ContainerLaunchException("the broker did not become healthy within %d s. It said:\n%s"
                        .formatted(startupTimeout.toSeconds(), lastWords()));
            }
        }
    }

    private boolean isHealthy() {
        try {
            return TEN_A_SECOND.getWhenReady(() -> {
                var uri = URI.create("http://%s:%d/health"
                        .formatted(
                                waitStrategyTarget.getHost(),
                                waitStrategyTarget.getMappedPort(BrokerCommand.STATUS_PORT)));
                return answer(uri) == HttpURLConnection.HTTP_OK;
            });
        } catch (Exception e) {
            // Nobody listens yet. Whether somebody ever will is told by the container's state.
            return false;
        }
    }

    private static int answer(URI uri) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(ANSWER_LIMIT_MS);
        connection.setReadTimeout(ANSWER_LIMIT_MS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private String lastWords() {
        var log = waitStrategyTarget.getLogs().strip();
        return log.substring(Math.max(0, log.length() - LAST_WORDS));
    }
}
