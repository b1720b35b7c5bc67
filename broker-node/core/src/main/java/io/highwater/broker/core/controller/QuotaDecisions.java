package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.QuotaEntity.Name.Absent;
import io.highwater.broker.core.controller.QuotaEntity.Name.Default;
import io.highwater.broker.core.controller.QuotaEntity.Name.Exact;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.AlterClientQuotasRequest;
import io.highwater.broker.protocol.message.AlterClientQuotasRequest.OpData;
import io.highwater.broker.protocol.message.AlterClientQuotasResponse;
import io.highwater.broker.protocol.metadata.ClientQuotaRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Setting and removing quotas. Every entity of a request stands for itself and is changed as a whole or not at
/// all.
final class QuotaDecisions {
    private QuotaDecisions() {}

    /// One entry of a request, read.
    private record Wanted(
            AlterClientQuotasRequest.EntryData entry, Optional<QuotaEntity> entity, Optional<Refusal> refusal) {
        static Wanted refused(AlterClientQuotasRequest.EntryData entry, String message) {
            return new Wanted(entry, Optional.empty(), refuse(message));
        }
    }

    /// @param isHost whether a name stands for an address; only asked for what is no literal address
    static ControllerResult<AlterClientQuotasResponse> alter(
            MetadataImage image, AlterClientQuotasRequest request, Predicate<String> isHost) {
        var wanted = request.entries().stream().map(QuotaDecisions::read).toList();
        var repeated = repeated(wanted);
        var records = new ArrayList<MetadataRecord>();
        var response = new AlterClientQuotasResponse();
        for (var entry : wanted) {
            var refusal = entry.refusal()
                    .or(() -> entry.entity().flatMap(entity -> refuse(entity, entry.entry(), repeated, isHost)));
            if (refusal.isEmpty()) {
                entry.entity().ifPresent(entity -> records.addAll(records(image, entity, entry.entry())));
            }
            response.entries().add(answer(entry.entry(), refusal));
        }
        return new ControllerResult<>(request.validateOnly() ? List.of() : records, response);
    }

    private static Wanted read(AlterClientQuotasRequest.EntryData entry) {
        if (entry.entity().isEmpty()) {
            return Wanted.refused(entry, "Invalid empty client quota entity");
        }
        var entity = QuotaEntity.client(Absent.ABSENT, Absent.ABSENT);
        for (var part : entry.entity()) {
            var type = part.entityType();
            var name = part.entityName();
            if (!QuotaEntity.isType(type)) {
                return Wanted.refused(
                        entry,
                        "Unhandled client quota entity type: %s; there are user, client-id and ip".formatted(type));
            }
            if (name != null && name.isEmpty()) {
                return Wanted.refused(entry, "Empty %s not supported".formatted(type));
            }
            if (!(entity.part(type) instanceof Absent)) {
                return Wanted.refused(entry, "Invalid client quota entity, duplicate entity entry " + type);
            }
            entity = entity.with(type, name == null ? Default.DEFAULT : new Exact(name));
        }
        return new Wanted(entry, Optional.of(entity), Optional.empty());
    }

    private static Set<QuotaEntity> repeated(List<Wanted> wanted) {
        var seen = new HashSet<QuotaEntity>();
        var repeated = new HashSet<QuotaEntity>();
        wanted.forEach(
                entry -> entry.entity().filter(entity -> !seen.add(entity)).ifPresent(repeated::add));
        return repeated;
    }

    private static Optional<Refusal> refuse(
            QuotaEntity entity,
            AlterClientQuotasRequest.EntryData entry,
            Set<QuotaEntity> repeated,
            Predicate<String> isHost) {
        if (repeated.contains(entity)) {
            return refuse("The request names the entity %s more than once; none of it is done".formatted(entity));
        }
        if (!(entity.ip() instanceof Absent)) {
            if (entity.parts().size() > 1) {
                return refuse("Invalid quota entity combination %s: ip cannot be combined with user or client-id"
                        .formatted(entity));
            }
            if (entity.ip() instanceof Exact(var host) && !isHost.test(host)) {
                return refuse("%s is not a valid IP or resolvable host.".formatted(host));
            }
        }
        return refuse(entity, entry.ops());
    }

    private static Optional<Refusal> refuse(QuotaEntity entity, List<OpData> ops) {
        var seen = new HashSet<String>();
        for (var op : ops) {
            if (!seen.add(op.key())) {
                return refuse("Duplicate quota key %s; nothing is changed for %s".formatted(op.key(), entity));
            }
            if (op.remove()) {
                continue;
            }
            var forAddresses = !(entity.ip() instanceof Absent);
            var key = QuotaKey.named(op.key()).filter(known -> known.isForAddresses() == forAddresses);
            if (key.isEmpty()) {
                return refuse("Invalid configuration key %s for %s".formatted(op.key(), entity));
            }
            var violation = key.get().violation(op.value());
            if (violation.isPresent()) {
                return refuse("%s, but is %s for %s".formatted(violation.get(), op.value(), entity));
            }
        }
        return Optional.empty();
    }

    /// Nothing is recorded that would change nothing.
    private static List<MetadataRecord> records(
            MetadataImage image, QuotaEntity entity, AlterClientQuotasRequest.EntryData entry) {
        Map<String, Double> current = new HashMap<>(image.quotas().of(entity));
        var records = new ArrayList<MetadataRecord>();
        for (var op : entry.ops()) {
            var before = current.get(op.key());
            if (op.remove() ? before != null : before == null || before != op.value()) {
                var record = new ClientQuotaRecord()
                        .entity(entity.parts().stream()
                                .map(QuotaDecisions::data)
                                .toList())
                        .key(op.key())
                        .remove(op.remove())
                        .value(op.remove() ? 0 : op.value());
                records.add(new MetadataRecord(record, (short) 0));
            }
        }
        return records;
    }

    private static ClientQuotaRecord.EntityData data(QuotaEntity.Part part) {
        return new ClientQuotaRecord.EntityData()
                .entityType(part.type())
                .entityName(part.name() instanceof Exact(var name) ? name : null);
    }

    private static AlterClientQuotasResponse.EntryData answer(
            AlterClientQuotasRequest.EntryData entry, Optional<Refusal> refusal) {
        return new AlterClientQuotasResponse.EntryData()
                .errorCode(refusal.map(Refusal::error).orElse(ErrorCode.NONE).code())
                .errorMessage(refusal.map(Refusal::message).orElse(null))
                .entity(entry.entity().stream()
                        .map(part -> new AlterClientQuotasResponse.EntityData()
                                .entityType(part.entityType())
                                .entityName(part.entityName()))
                        .toList());
    }

    private static Optional<Refusal> refuse(String message) {
        return Optional.of(new Refusal(ErrorCode.INVALID_REQUEST, message));
    }
}
