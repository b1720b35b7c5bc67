package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.QuotaEntity.Name;
import io.highwater.broker.core.controller.QuotaEntity.Name.Absent;
import io.highwater.broker.core.controller.QuotaEntity.Name.Default;
import io.highwater.broker.core.controller.QuotaEntity.Name.Exact;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeClientQuotasRequest;
import io.highwater.broker.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.highwater.broker.protocol.message.DescribeClientQuotasResponse;
import io.highwater.broker.protocol.message.DescribeClientQuotasResponse.EntityData;
import io.highwater.broker.protocol.message.DescribeClientQuotasResponse.EntryData;
import io.highwater.broker.protocol.message.DescribeClientQuotasResponse.ValueData;
import java.util.Comparator;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/// Finding the quotas that somebody asks for.
public final class QuotaDescriptions {
    private static final byte EXACT = 0;
    private static final byte DEFAULT = 1;
    private static final byte SPECIFIED = 2;

    private QuotaDescriptions() {}

    /// DescribeClientQuotas: the entities with all the parts that the request describes and, if it is strict,
    /// no others.
    public static DescribeClientQuotasResponse describe(QuotaImage quotas, DescribeClientQuotasRequest request) {
        var refusal = refuse(request);
        if (refusal.isPresent()) {
            return new DescribeClientQuotasResponse()
                    .errorCode(refusal.get().error().code())
                    .errorMessage(refusal.get().message())
                    .entries(null);
        }
        return new DescribeClientQuotasResponse()
                .entries(quotas.all().entrySet().stream()
                        .filter(entry -> matches(request, entry.getKey()))
                        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                        .map(entry -> entry(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static boolean matches(DescribeClientQuotasRequest request, QuotaEntity entity) {
        var components = request.components();
        if (request.strict() && entity.parts().size() != components.size()) {
            return false;
        }
        return components.stream().allMatch(component -> matches(component, entity.part(component.entityType())));
    }

    private static boolean matches(ComponentData component, Name part) {
        return switch (component.matchType()) {
            case EXACT -> part instanceof Exact(var name) && name.equals(component.match());
            case DEFAULT -> part instanceof Default;
            default -> !(part instanceof Absent);
        };
    }

    private static EntryData entry(QuotaEntity entity, NavigableMap<String, Double> values) {
        return new EntryData()
                .entity(entity.parts().stream()
                        .map(part -> new EntityData()
                                .entityType(part.type())
                                .entityName(part.name() instanceof Exact(var name) ? name : null))
                        .toList())
                .values(values.entrySet().stream()
                        .map(value -> new ValueData().key(value.getKey()).value(value.getValue()))
                        .toList());
    }

    private static Optional<Refusal> refuse(DescribeClientQuotasRequest request) {
        Set<String> types = new HashSet<>();
        for (var component : request.components()) {
            var type = component.entityType();
            if (type.isEmpty()) {
                return invalid("Invalid empty entity type.");
            }
            if (!types.add(type)) {
                return invalid("Entity type %s cannot appear more than once in the filter.".formatted(type));
            }
            if (!QuotaEntity.isType(type)) {
                return Optional.of(new Refusal(
                        ErrorCode.UNSUPPORTED_VERSION,
                        "Unsupported entity type %s; there are user, client-id and ip.".formatted(type)));
            }
            var refusal = refuse(component);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return types.contains(QuotaEntity.IP) && types.size() > 1
                ? invalid("The filter combines ip with user or client-id, but no quota concerns both.")
                : Optional.empty();
    }

    private static Optional<Refusal> refuse(ComponentData component) {
        var named = component.match() != null;
        return switch (component.matchType()) {
            case EXACT ->
                named
                        ? Optional.empty()
                        : invalid("The filter asks for one %s but does not name it.".formatted(component.entityType()));
            case DEFAULT, SPECIFIED ->
                named
                        ? invalid("The filter asks for the default or any %s but names '%s'."
                                .formatted(component.entityType(), component.match()))
                        : Optional.empty();
            default ->
                invalid("Unknown match type %d for %s; 0 is one name, 1 the default, 2 any."
                        .formatted(component.matchType(), component.entityType()));
        };
    }

    private static Optional<Refusal> invalid(String message) {
        return Optional.of(new Refusal(ErrorCode.INVALID_REQUEST, message));
    }
}
