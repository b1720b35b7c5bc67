package io.highwater.broker.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/// The small web server of a node: `/metrics` in Prometheus' format and `/health`.
public final class StatusPage implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";

    private final HttpServer server;

    /// Binds at once.
    ///
    /// @param problem why the node is not healthy; empty when it is
    public StatusPage(InetSocketAddress address, MetricRegistry registry, Supplier<Optional<String>> problem)
            throws IOException {
        server = HttpServer.create(address, 0);
        server.createContext("/metrics", exchange -> answer(exchange, OK, TEXT, registry.prometheus()));
        server.createContext("/health", exchange -> {
            Optional<String> trouble = problem.get();
            String body = trouble.map(text -> "{\"status\":\"DOWN\",\"reason\":\"" + escape(text) + "\"}\n")
                    .orElse("{\"status\":\"UP\"}\n");
            answer(exchange, trouble.isPresent() ? UNAVAILABLE : OK, JSON, body);
        });
        server.createContext("/", exchange -> answer(exchange, NOT_FOUND, TEXT, "try /metrics or /health\n"));
        server.start();
    }

    /// The port that was bound.
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
    }
}
