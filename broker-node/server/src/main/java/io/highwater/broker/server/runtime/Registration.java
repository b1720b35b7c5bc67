package io.highwater.broker.server.runtime;

import io.highwater.broker.core.controller.Controller;
import io.highwater.broker.core.controller.ControllerResult;
import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.core.controller.MetadataRecord;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.Uuid;
import io.highwater.broker.protocol.message.BrokerRegistrationRequest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Makes this process known to the cluster: one decision that founds the cluster if it is new, registers the node and
/// puts it in service. Its commit opens the partitions, in a new leader epoch.
public final class Registration {
    private static final short PLAINTEXT = 0;

    private final Controller controller;
    private final BrokerRegistrationRequest request;

    /// Where clients are told to connect.
    public record Address(String listener, String host, int port) {}

    public Registration(
            Controller controller, int nodeId, Storage storage, List<Address> addresses, SecureRandom random) {
        this.controller = controller;
        this.request = new BrokerRegistrationRequest()
                .brokerId(nodeId)
                .clusterId(storage.clusterId())
                .incarnationId(Uuid.random(random))
                .rack(null)
                .logDirs(new ArrayList<>(storage.directoryIds()));
        request.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .name("metadata.version")
                        .minSupportedVersion(Controller.METADATA_VERSION)
                        .maxSupportedVersion(Controller.METADATA_VERSION));
        addresses.forEach(address -> request.listeners()
                .add(new BrokerRegistrationRequest.Listener()
                        .name(address.listener())
                        .host(address.host())
                        .port(address.port())
                        .securityProtocol(PLAINTEXT)));
    }

    /// The decision; its answer is the epoch of this registration.
    ///
    /// @param brokerEpoch offset of the next record of the metadata log
    ControllerResult<Long> decide(MetadataImage image, long brokerEpoch) {
        var records = new ArrayList<MetadataRecord>();
        if (image.features().isEmpty()) {
            records.addAll(controller.bootstrap());
        }
        long epoch = brokerEpoch + records.size();
        var registered = controller.registerBroker(image.apply(records), request, epoch);
        requireNone(ErrorCode.of(registered.response().errorCode()));
        records.addAll(registered.records());
        var unfenced = controller.unfence(image.apply(records), request.brokerId());
        requireNone(unfenced.response());
        records.addAll(unfenced.records());
        return new ControllerResult<>(records, epoch);
    }

    private static void requireNone(ErrorCode error) {
        if (error != ErrorCode.NONE) {
            throw new IllegalStateException("the controller did not accept this node: " + error);
        }
    }
}
