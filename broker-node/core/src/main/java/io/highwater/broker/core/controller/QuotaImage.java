package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.QuotaEntity.Name;
import io.highwater.broker.core.controller.QuotaEntity.Name.Absent;
import io.highwater.broker.core.controller.QuotaEntity.Name.Default;
import io.highwater.broker.core.controller.QuotaEntity.Name.Exact;
import io.highwater.broker.core.controller.QuotaLimit.Sharers;
import io.highwater.broker.protocol.metadata.ClientQuotaRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All quotas that were set. Immutable.
///
/// Which one holds for a client is decided for each key on its own, the narrowest first:
///
/// ```
/// 1 user + client id          shared by nobody
/// 2 user + any client id      by nobody
/// 3 user                      by all clients of the user
/// 4 any user + client id      by nobody
/// 5 any user + any client id  by nobody
/// 6 any user                  by all clients of the user
/// 7 client id                 by all users with it
/// 8 any client id             by all users with the same one
/// ```
///
/// Source: KIP-55, KIP-546.
public final class QuotaImage {
    public static final QuotaImage EMPTY = new QuotaImage(Map.of());

    private final Map<QuotaEntity, NavigableMap<String, Double>> quotas;

    private QuotaImage(Map<QuotaEntity, NavigableMap<String, Double>> quotas) {
        this.quotas = quotas;
    }

    /// Whether there are no quotas at all.
    public boolean isEmpty() {
        return quotas.isEmpty();
    }

    /// The quota of a client for one key.
    public Optional<QuotaLimit> limit(QuotaKey key, String user, String clientId) {
        var exactUser = new Exact(user);
        var exactClient = new Exact(clientId);
        for (var userName : new Name[] {exactUser, Default.DEFAULT, Absent.ABSENT}) {
            for (var clientName : new Name[] {exactClient, Default.DEFAULT, Absent.ABSENT}) {
                var value = value(QuotaEntity.client(userName, clientName), key);
                if (value != null) {
                    var who = new Sharers(
                            key, userName instanceof Absent ? "" : user, clientName instanceof Absent ? "" : clientId);
                    return Optional.of(new QuotaLimit(who, value));
                }
            }
        }
        return Optional.empty();
    }

    /// How many connections per second may come from an address.
    public OptionalDouble connectionRate(String address) {
        var value = value(QuotaEntity.address(new Exact(address)), QuotaKey.CONNECTION_CREATION_RATE);
        value = value == null ? value(QuotaEntity.address(Default.DEFAULT), QuotaKey.CONNECTION_CREATION_RATE) : value;
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /// The addresses that have a quota of their own, as they were named: numbers or host names.
    public Set<String> addresses() {
        var names = new TreeSet<String>();
        for (var entity : quotas.keySet()) {
            if (entity.ip() instanceof Exact(var name)) {
                names.add(name);
            }
        }
        return names;
    }

    /// What is set for an entity, by key.
    NavigableMap<String, Double> of(QuotaEntity entity) {
        return quotas.getOrDefault(entity, Collections.emptyNavigableMap());
    }

    Map<QuotaEntity, NavigableMap<String, Double>> all() {
        return quotas;
    }

    QuotaImage with(ClientQuotaRecord record) {
        var entity = QuotaEntity.client(Absent.ABSENT, Absent.ABSENT);
        for (var part : record.entity()) {
            var name = part.entityName();
            entity = entity.with(part.entityType(), name == null ? Default.DEFAULT : new Exact(name));
        }
        var changed = new TreeMap<>(of(entity));
        if (record.remove()) {
            changed.remove(record.key());
        } else {
            changed.put(record.key(), record.value());
        }
        var all = new HashMap<>(quotas);
        if (changed.isEmpty()) {
            all.remove(entity);
        } else {
            all.put(entity, Collections.unmodifiableNavigableMap(changed));
        }
        return new QuotaImage(Collections.unmodifiableMap(all));
    }

    private @Nullable Double value(QuotaEntity entity, QuotaKey key) {
        var values = quotas.get(entity);
        return values == null ? null : values.get(key.configName());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QuotaImage image && quotas.equals(image.quotas);
    }

    @Override
    public int hashCode() {
        return quotas.hashCode();
    }

    @Override
    public String toString() {
        return quotas.toString();
    }
}
