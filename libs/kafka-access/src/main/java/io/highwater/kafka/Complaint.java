package io.highwater.kafka;

import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// A client's exception in the words of somebody who can do something about it.
public final class Complaint {
    private Complaint() {}

    /// @param thrown   what a client threw; wrappers are taken off
    /// @param cluster  its address, for the text
    /// @param protocol the `security.protocol` that was tried
    public static String of(Throwable thrown, String cluster, String protocol) {
        Throwable cause = telling(thrown);
        return switch (cause) {
            case SaslAuthenticationException e ->
                "the cluster at %s refuses the user (%s). Check HIGHWATER_KAFKA_USERNAME, HIGHWATER_KAFKA_PASSWORD and HIGHWATER_KAFKA_SASL_MECHANISM"
                        .formatted(cluster, e.getMessage());
            case UnsupportedSaslMechanismException e ->
                "the cluster at %s does not know this way to log in (%s). Set HIGHWATER_KAFKA_SASL_MECHANISM to one that it names"
                        .formatted(cluster, e.getMessage());
            case IllegalSaslStateException e ->
                "the cluster at %s does not expect a login on this port (%s). Use the port of its SASL listener, or set HIGHWATER_KAFKA_SECURITY_PROTOCOL to PLAINTEXT or SSL"
                        .formatted(cluster, e.getMessage());
            case SslAuthenticationException e ->
                "TLS with the cluster at %s fails (%s). Check HIGHWATER_KAFKA_SSL_TRUSTSTORE_LOCATION, and HIGHWATER_KAFKA_SSL_KEYSTORE_LOCATION where it wants to know who is calling"
                        .formatted(cluster, root(e).getMessage());
            case TopicAuthorizationException e ->
                "the cluster at %s forbids this user the topics %s. Grant READ, WRITE and CREATE on them, or create them beforehand"
                        .formatted(cluster, e.unauthorizedTopics().isEmpty() ? e.getMessage() : e.unauthorizedTopics());
            case GroupAuthorizationException e ->
                "the cluster at %s forbids this user the consumer group %s. Grant READ on it"
                        .formatted(cluster, e.groupId());
            case ClusterAuthorizationException e ->
                "the cluster at %s forbids this user to create topics or to write idempotently (%s). Grant CREATE and IDEMPOTENT_WRITE on the cluster, or create the topics beforehand"
                        .formatted(cluster, e.getMessage());
            case AuthorizationException e ->
                "the cluster at %s forbids this user what the platform does (%s)".formatted(cluster, e.getMessage());
            case InvalidReplicationFactorException e ->
                "the cluster at %s cannot create topics: %s Set HIGHWATER_TOPICS_REPLICATION_FACTOR to the number of its nodes, or start more nodes"
                        .formatted(cluster, e.getMessage());
            case PolicyViolationException e ->
                "a policy of the cluster at %s forbids these topics (%s). Create them beforehand as it wants them, or set HIGHWATER_TOPICS_PARTITIONS and HIGHWATER_TOPICS_REPLICATION_FACTOR"
                        .formatted(cluster, e.getMessage());
            case UnsupportedVersionException e ->
                "the cluster at %s is too old for this client (%s). The platform needs Apache Kafka 2.4 or newer; the client's version and older brokers are named in docs/running-on-kafka.md"
                        .formatted(cluster, e.getMessage());
            case TimeoutException e
            when protocol.equals("PLAINTEXT") ->
                "the cluster at %s does not answer (%s). If it wants TLS or a login, set HIGHWATER_KAFKA_SECURITY_PROTOCOL to SSL, SASL_SSL or SASL_PLAINTEXT"
                        .formatted(cluster, e.getMessage());
            case TimeoutException e ->
                "the cluster at %s does not answer with %s (%s). If that port speaks something else, change HIGHWATER_KAFKA_SECURITY_PROTOCOL or the port"
                        .formatted(cluster, protocol, e.getMessage());
            case UnknownHostException e -> "no such host: %s".formatted(e.getMessage());
            default -> "the cluster at %s cannot be used: %s".formatted(cluster, wholeStory(cause));
        };
    }

    /// The clients wrap: futures in `ExecutionException`, failed constructors in `KafkaException`.
    private static Throwable telling(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException || cause.getClass() == KafkaException.class)) {
            cause = cause.getCause();
        }
        // A time-out that has a better reason underneath.
        return cause instanceof TimeoutException && cause.getCause() instanceof AuthorizationException better
                ? better
                : cause;
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// A message and, where it only says that something failed, what did: some messages are no more than a name.
    private static String wholeStory(Throwable cause) {
        String story = "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage());
        return cause.getCause() == null ? story : "%s (%s)".formatted(story, root(cause));
    }
}
