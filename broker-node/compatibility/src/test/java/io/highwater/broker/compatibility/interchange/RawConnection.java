package io.highwater.broker.compatibility.interchange;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/// Sends single requests that no client would send, such as the same batch again.
final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int correlationId;

    /// @param address `host:port`
    RawConnection(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /// @param <T> the response that belongs to the request
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the request's key says which
    <T extends AbstractResponse> T ask(AbstractRequest request) throws IOException {
        var header = new RequestHeader(request.apiKey(), request.version(), "interchange", correlationId++);
        ByteBuffer bytes = request.serializeWithHeader(header);
        out.writeInt(bytes.remaining());
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        out.flush();
        var answer = new byte[in.readInt()];
        in.readFully(answer);
        return (T) AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
