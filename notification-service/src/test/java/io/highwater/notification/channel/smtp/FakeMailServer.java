package io.highwater.notification.channel.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Speaks just enough SMTP, one connection after the other. Hangs up in place of an answer that is empty.
final class FakeMailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String onRecipient;
    private final String onMessage;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /// @param onRecipient answer to RCPT
    /// @param onMessage   answer to the end of the message
    FakeMailServer(String onRecipient, String onMessage) {
        try {
            socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.onRecipient = onRecipient;
        this.onMessage = onMessage;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /// Everything that clients said.
    List<String> lines() {
        return lines;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var client = socket.accept()) {
                talk(client);
            } catch (IOException _) { // the test is over, or the client has gone
                continue;
            }
        }
    }

    private void talk(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "220 fake");
        var inMessage = false;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            var answer = inMessage ? (line.equals(".") ? onMessage : "-") : answer(line);
            inMessage = line.equals("DATA") || (inMessage && !line.equals("."));
            if (answer.isEmpty()) {
                return;
            }
            if (!answer.equals("-")) {
                say(client, answer);
            }
        }
    }

    private String answer(String line) {
        return switch (line.split(" ", 2)[0]) {
            case "RCPT" -> onRecipient;
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            default -> "250 ok";
        };
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
