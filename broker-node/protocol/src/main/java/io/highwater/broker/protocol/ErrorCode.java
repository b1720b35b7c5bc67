package io.highwater.broker.protocol;

/// How a request, or a part of it, went. Codes and names are Kafka's; the texts are ours.
public enum ErrorCode {
    UNKNOWN_SERVER_ERROR(-1, false, "Something went wrong inside the broker; its log tells what."),
    NONE(0, false, "No error."),
    OFFSET_OUT_OF_RANGE(1, false, "The log does not hold this offset (any more)."),
    CORRUPT_MESSAGE(2, true, "The record batch is damaged: its checksum, size or format is wrong."),
    UNKNOWN_TOPIC_OR_PARTITION(3, true, "This broker does not host the topic or partition."),
    INVALID_FETCH_SIZE(4, false, "The fetch size makes no sense."),
    LEADER_NOT_AVAILABLE(5, true, "The partition has no leader at the moment."),
    NOT_LEADER_OR_FOLLOWER(6, true, "This broker is not the leader, or no replica, of the partition."),
    REQUEST_TIMED_OUT(7, true, "The request did not finish in the time it allowed."),
    BROKER_NOT_AVAILABLE(8, false, "The broker is not available."),
    REPLICA_NOT_AVAILABLE(9, true, "The replica is not available."),
    MESSAGE_TOO_LARGE(10, false, "The record batch is larger than max.message.bytes allows."),
    STALE_CONTROLLER_EPOCH(11, false, "The controller has moved to another node."),
    OFFSET_METADATA_TOO_LARGE(
            12, false, "The metadata that comes with the offset is larger than offset.metadata.max.bytes allows."),
    NETWORK_EXCEPTION(13, true, "The connection broke before the answer came."),
    COORDINATOR_LOAD_IN_PROGRESS(14, true, "The coordinator is still loading its state."),
    COORDINATOR_NOT_AVAILABLE(15, true, "The coordinator is not available."),
    NOT_COORDINATOR(16, true, "This broker is not the coordinator."),
    INVALID_TOPIC_EXCEPTION(17, false, "The topic name is not valid, or the topic may not be used for this."),
    RECORD_LIST_TOO_LARGE(18, false, "The record batch is larger than a segment can be."),
    NOT_ENOUGH_REPLICAS(19, true, "Fewer replicas are in sync than min.insync.replicas asks for."),
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(
            20, true, "The records were written, but to fewer in-sync replicas than min.insync.replicas asks for."),
    INVALID_REQUIRED_ACKS(21, false, "acks must be -1, 0 or 1."),
    ILLEGAL_GENERATION(22, false, "The generation is not the group's current one."),
    INCONSISTENT_GROUP_PROTOCOL(23, false, "The member shares no protocol with the group, or brought none."),
    INVALID_GROUP_ID(24, false, "The group id is not valid."),
    UNKNOWN_MEMBER_ID(25, false, "The group has no such member."),
    INVALID_SESSION_TIMEOUT(
            26,
            false,
            "The session timeout is not between group.min.session.timeout.ms and group.max.session.timeout.ms."),
    REBALANCE_IN_PROGRESS(27, false, "The group is rebalancing; the member has to rejoin."),
    INVALID_COMMIT_OFFSET_SIZE(28, false, "The offsets to commit are too large for one record batch."),
    TOPIC_AUTHORIZATION_FAILED(29, false, "Not authorized to access the topic."),
    GROUP_AUTHORIZATION_FAILED(30, false, "Not authorized to access the group."),
    CLUSTER_AUTHORIZATION_FAILED(31, false, "Not authorized to access the cluster."),
    INVALID_TIMESTAMP(32, false, "The timestamp of a record is outside of what the topic accepts."),
    UNSUPPORTED_SASL_MECHANISM(33, false, "The SASL mechanism is not enabled here."),
    ILLEGAL_SASL_STATE(34, false, "This request does not belong here in the SASL exchange."),
    UNSUPPORTED_VERSION(35, false, "This version of the API is not supported."),
    TOPIC_ALREADY_EXISTS(36, false, "There is a topic with this name already."),
    INVALID_PARTITIONS(37, false, "The number of partitions is not valid."),
    INVALID_REPLICATION_FACTOR(
            38, false, "The replication factor is below 1 or above the number of brokers that can take a replica."),
    INVALID_REPLICA_ASSIGNMENT(39, false, "The replica assignment is not valid."),
    INVALID_CONFIG(40, false, "The configuration is not valid."),
    NOT_CONTROLLER(41, true, "This node is not the active controller."),
    INVALID_REQUEST(42, false, "The request contradicts itself or the protocol."),
    UNSUPPORTED_FOR_MESSAGE_FORMAT(43, false, "The record format of the log does not allow this."),
    POLICY_VIOLATION(44, false, "A policy of this cluster forbids it."),
    OUT_OF_ORDER_SEQUENCE_NUMBER(45, false, "The sequence number does not follow the last one of this producer."),
    DUPLICATE_SEQUENCE_NUMBER(46, false, "The batch with this sequence number has been written already."),
    INVALID_PRODUCER_EPOCH(47, false, "The producer epoch is older than the current one."),
    INVALID_TXN_STATE(48, false, "The transaction is in a state that does not allow this."),
    INVALID_PRODUCER_ID_MAPPING(49, false, "The producer id does not belong to this transactional id."),
    INVALID_TRANSACTION_TIMEOUT(
            50, false, "The transaction timeout is not positive or above transaction.max.timeout.ms."),
    CONCURRENT_TRANSACTIONS(51, true, "Another operation on this transaction has not finished yet."),
    TRANSACTION_COORDINATOR_FENCED(52, false, "The sender of this marker is no longer the transaction coordinator."),
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, false, "Not authorized to use the transactional id."),
    SECURITY_DISABLED(54, false, "Security is switched off on this broker."),
    OPERATION_NOT_ATTEMPTED(55, false, "This part was not tried because another part of the request failed."),
    KAFKA_STORAGE_ERROR(56, true, "The disk failed while the log was read or written."),
    LOG_DIR_NOT_FOUND(57, false, "The broker has no such log directory."),
    SASL_AUTHENTICATION_FAILED(58, false, "Authentication failed."),
    UNKNOWN_PRODUCER_ID(59, false, "The broker holds nothing about this producer id (any more)."),
    REASSIGNMENT_IN_PROGRESS(60, false, "The partition is being reassigned."),
    DELEGATION_TOKEN_AUTH_DISABLED(61, false, "Delegation tokens are not enabled."),
    DELEGATION_TOKEN_NOT_FOUND(62, false, "There is no such delegation token."),
    DELEGATION_TOKEN_OWNER_MISMATCH(63, false, "The principal neither owns nor may renew the delegation token."),
    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(
            64, false, "Delegation tokens cannot be asked for over this kind of connection."),
    DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, false, "Not authorized to access the delegation token."),
    DELEGATION_TOKEN_EXPIRED(66, false, "The delegation token has expired."),
    INVALID_PRINCIPAL_TYPE(67, false, "This type of principal is not supported."),
    NON_EMPTY_GROUP(68, false, "The group still has members."),
    GROUP_ID_NOT_FOUND(69, false, "There is no such group."),
    FETCH_SESSION_ID_NOT_FOUND(70, true, "There is no such fetch session."),
    INVALID_FETCH_SESSION_EPOCH(71, true, "The fetch session epoch is not the expected one."),
    LISTENER_NOT_FOUND(72, true, "The leader has no listener of this name."),
    TOPIC_DELETION_DISABLED(73, false, "Deleting topics is switched off."),
    FENCED_LEADER_EPOCH(74, true, "The leader epoch of the request is older than the partition's."),
    UNKNOWN_LEADER_EPOCH(75, true, "The leader epoch of the request is newer than what this broker knows."),
    UNSUPPORTED_COMPRESSION_TYPE(76, false, "This version of the API cannot carry the compression type."),
    STALE_BROKER_EPOCH(77, false, "The broker epoch is not the current one."),
    OFFSET_NOT_AVAILABLE(78, true, "The new leader's high watermark is not known to be complete yet."),
    MEMBER_ID_REQUIRED(79, false, "The member has to join again with the member id of this response."),
    PREFERRED_LEADER_NOT_AVAILABLE(80, true, "The preferred leader is not available."),
    GROUP_MAX_SIZE_REACHED(81, false, "The group has as many members as it may have."),
    FENCED_INSTANCE_ID(82, false, "Another member has taken over this group.instance.id."),
    ELIGIBLE_LEADERS_NOT_AVAILABLE(83, true, "No replica that could lead is available."),
    ELECTION_NOT_NEEDED(84, true, "The partition has the leader it should have."),
    NO_REASSIGNMENT_IN_PROGRESS(85, false, "The partition is not being reassigned."),
    GROUP_SUBSCRIBED_TO_TOPIC(86, false, "The group still subscribes to the topic."),
    INVALID_RECORD(87, false, "A record breaks a rule of the record format or of the topic."),
    UNSTABLE_OFFSET_COMMIT(88, true, "A transaction that commits offsets of this partition is still open."),
    THROTTLING_QUOTA_EXCEEDED(89, true, "A quota is exceeded; try again later."),
    PRODUCER_FENCED(90, false, "A newer producer with the same transactional id has taken over."),
    RESOURCE_NOT_FOUND(91, false, "There is no such resource."),
    DUPLICATE_RESOURCE(92, false, "The request names a resource twice."),
    UNACCEPTABLE_CREDENTIAL(93, false, "The credential is not acceptable."),
    INCONSISTENT_VOTER_SET(94, false, "The sender or the receiver is not one of the voters."),
    INVALID_UPDATE_VERSION(95, false, "The version to update to is not valid."),
    FEATURE_UPDATE_FAILED(96, false, "The features could not be updated."),
    PRINCIPAL_DESERIALIZATION_FAILURE(97, false, "The principal of a forwarded request could not be read."),
    SNAPSHOT_NOT_FOUND(98, false, "There is no such snapshot."),
    POSITION_OUT_OF_RANGE(99, false, "The position is not inside the snapshot."),
    UNKNOWN_TOPIC_ID(100, true, "This broker does not know the topic id."),
    DUPLICATE_BROKER_REGISTRATION(101, false, "Another running broker has this id."),
    BROKER_ID_NOT_REGISTERED(102, false, "No broker with this id is registered."),
    INCONSISTENT_TOPIC_ID(103, true, "The topic id is not the one of the log."),
    INCONSISTENT_CLUSTER_ID(104, false, "The cluster id is not this cluster's."),
    TRANSACTIONAL_ID_NOT_FOUND(105, false, "There is no such transactional id."),
    FETCH_SESSION_TOPIC_ID_ERROR(106, true, "The fetch session mixes topic names and topic ids."),
    INELIGIBLE_REPLICA(107, false, "A replica of the new ISR may not be in it."),
    NEW_LEADER_ELECTED(108, false, "The partition was changed and has another leader now."),
    OFFSET_MOVED_TO_TIERED_STORAGE(109, false, "The offset has moved to tiered storage."),
    FENCED_MEMBER_EPOCH(110, false, "The member is fenced: it has to give up its partitions and rejoin."),
    UNRELEASED_INSTANCE_ID(111, false, "Another member still uses this instance id and has to leave first."),
    UNSUPPORTED_ASSIGNOR(112, false, "The group does not support the assignor."),
    STALE_MEMBER_EPOCH(113, false, "The member epoch is old; the next heartbeat brings the current one."),
    MISMATCHED_ENDPOINT_TYPE(114, false, "The request went to the wrong type of endpoint."),
    UNSUPPORTED_ENDPOINT_TYPE(115, false, "This type of endpoint is not supported."),
    UNKNOWN_CONTROLLER_ID(116, false, "There is no controller with this id."),
    UNKNOWN_SUBSCRIPTION_ID(117, false, "The telemetry subscription id is not valid or out of date."),
    TELEMETRY_TOO_LARGE(118, false, "The telemetry is larger than the broker accepts."),
    INVALID_REGISTRATION(119, false, "The controller does not accept this registration."),
    TRANSACTION_ABORTABLE(120, false, "The transaction failed; after aborting it the producer can go on."),
    INVALID_RECORD_STATE(121, false, "The record is not in a state in which it can be acknowledged."),
    SHARE_SESSION_NOT_FOUND(122, true, "There is no such share session."),
    INVALID_SHARE_SESSION_EPOCH(123, true, "The share session epoch is not the expected one."),
    FENCED_STATE_EPOCH(124, false, "The state epoch of the share group is not the current one."),
    INVALID_VOTER_KEY(125, false, "The voter key is not this replica's."),
    DUPLICATE_VOTER(126, false, "The voter is one already."),
    VOTER_NOT_FOUND(127, false, "There is no such voter."),
    INVALID_REGULAR_EXPRESSION(128, false, "The regular expression is not valid."),
    REBOOTSTRAP_REQUIRED(129, false, "The client's metadata is too old; it has to bootstrap again."),
    STREAMS_INVALID_TOPOLOGY(130, false, "The topology is not valid."),
    STREAMS_INVALID_TOPOLOGY_EPOCH(131, false, "The topology epoch is not valid."),
    STREAMS_TOPOLOGY_FENCED(132, false, "The topology epoch is out of date."),
    SHARE_SESSION_LIMIT_REACHED(133, true, "There are as many share sessions as there may be.");

    private static final ErrorCode[] BY_CODE = byCode();

    private final short code;
    private final boolean retriable;
    private final String message;

    ErrorCode(int code, boolean retriable, String message) {
        this.code = (short) code;
        this.retriable = retriable;
        this.message = message;
    }

    /// The error with this code; [#UNKNOWN_SERVER_ERROR] for a code that is not known here.
    public static ErrorCode of(short code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN_SERVER_ERROR;
    }

    /// The number on the wire.
    public short code() {
        return code;
    }

    /// Whether a client that gets this tries again by itself.
    public boolean isRetriable() {
        return retriable;
    }

    /// One sentence for people, for responses that can carry a text.
    public String message() {
        return message;
    }

    private static ErrorCode[] byCode() {
        var errors = values();
        var byCode = new ErrorCode[errors.length - 1];
        for (var error : errors) {
            if (error.code >= 0) {
                byCode[error.code] = error;
            }
        }
        return byCode;
    }
}
