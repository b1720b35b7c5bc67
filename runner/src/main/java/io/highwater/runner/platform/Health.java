package io.highwater.runner.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/// Asks a part how it is. Blocks for a few seconds at most.
interface Health {
    /// `""` when it is well, else what is wrong in a few words.
    String complaint();

    default boolean isWell() {
        return complaint().isEmpty();
    }

    static Health http(int port, String path) {
        return () -> {
            try {
                var response = Http.CLIENT.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.ofString());
                return response.statusCode() == 200 ? "" : "answers " + response.statusCode() + " " + response.body();
            } catch (IOException e) {
                return "does not answer on port " + port;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "was not asked to the end";
            }
        };
    }

    static Health postgres(int port) {
        return () -> {
            DriverManager.setLoginTimeout(3);
            try (var connection = DriverManager.getConnection(
                            "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres");
                    var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
                return "";
            } catch (SQLException e) {
                return "does not accept connections on port " + port;
            }
        };
    }

    static Health redis(int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
                socket.setSoTimeout(2_000);
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readNBytes(5);
                return new String(answer, StandardCharsets.US_ASCII).equals("+PONG") ? "" : "does not answer PING";
            } catch (IOException e) {
                return "does not answer on port " + port;
            }
        };
    }

    /// Whether one of the addresses of a cluster, `host:port,host:port`, accepts connections.
    static Health anyPort(String addresses) {
        return () -> {
            for (String address : addresses.split(",")) {
                if (accepts(address.strip())) {
                    return "";
                }
            }
            return "does not accept connections at " + addresses;
        };
    }

    private static boolean accepts(String address) {
        int colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    2_000);
            return true;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    /// The client that all checks share.
    final class Http {
        private static final HttpClient CLIENT =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

        private Http() {}
    }
}
