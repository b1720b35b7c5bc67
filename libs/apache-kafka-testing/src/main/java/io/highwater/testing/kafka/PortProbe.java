package io.highwater.testing.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Whether somebody listens on a port of this machine.
final class PortProbe {
    private static final int PATIENCE_MS = 500;

    private PortProbe() {}

    static boolean isOpen(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
