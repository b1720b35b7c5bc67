package io.highwater.broker.compatibility.matrix;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The process's standard streams while tools run in it. The streams are put in place once and forward to whoever
/// runs at the moment, because some tools hold on to the streams they saw first.
final class Console implements AutoCloseable {
    private final PrintStream originalOut = System.out;
    private final PrintStream originalErr = System.err;
    private final InputStream originalIn = System.in;
    private final Forward out = new Forward(originalOut);
    private final Forward err = new Forward(originalErr);

    Console() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /// From now on everything printed is kept apart, and `input` is what is read.
    Recording record(String input) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        var recording = new Recording(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        out.target = recording.out;
        err.target = recording.err;
        return recording;
    }

    /// Drops what is still printed, as a process that has ended would.
    void mute() {
        out.target = OutputStream.nullOutputStream();
        err.target = OutputStream.nullOutputStream();
    }

    /// Lets the process speak for itself again.
    void release() {
        out.target = originalOut;
        err.target = originalErr;
        System.setIn(originalIn);
    }

    @Override
    public void close() {
        release();
        System.setOut(originalOut);
        System.setErr(originalErr);
    }

    record Recording(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        Outcome ended(int exitCode) {
            return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private static final class Forward extends OutputStream {
        private volatile OutputStream target;

        private Forward(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }
    }
}
