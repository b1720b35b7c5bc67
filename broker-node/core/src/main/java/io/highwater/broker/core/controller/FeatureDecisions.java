package io.highwater.broker.core.controller;

import io.highwater.broker.core.controller.BrokerImage.SupportedLevels;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.UpdateFeaturesRequest;
import io.highwater.broker.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.highwater.broker.protocol.message.UpdateFeaturesResponse;
import io.highwater.broker.protocol.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import io.highwater.broker.protocol.metadata.FeatureLevelRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The feature levels that the cluster agrees on. A request is carried out as a whole or not at all.
///
/// Source: KIP-584, KIP-778.
final class FeatureDecisions {
    private static final short WITHOUT_RESULTS = 2;
    private static final byte UPGRADE = 1;
    private static final byte SAFE_DOWNGRADE = 2;
    private static final byte UNSAFE_DOWNGRADE = 3;

    /// What all brokers can run. A feature that one of them does not know cannot be used.
    static NavigableMap<String, SupportedLevels> supported(MetadataImage image) {
        var common = new TreeMap<String, SupportedLevels>();
        var first = true;
        for (var broker : image.brokers().values()) {
            if (first) {
                common.putAll(broker.features());
                first = false;
            } else {
                common.keySet().retainAll(broker.features().keySet());
                common.replaceAll((name, levels) -> intersection(levels, broker, name));
            }
        }
        return common;
    }

    private static SupportedLevels intersection(SupportedLevels levels, BrokerImage broker, String name) {
        var other = broker.features().getOrDefault(name, levels);
        return new SupportedLevels(
                (short) Math.max(levels.min(), other.min()), (short) Math.min(levels.max(), other.max()));
    }

    ControllerResult<UpdateFeaturesResponse> update(MetadataImage image, UpdateFeaturesRequest request, short version) {
        var response = new UpdateFeaturesResponse();
        var records = new ArrayList<MetadataRecord>();
        for (var update : request.featureUpdates()) {
            var refusal = refuse(image, request, update, version);
            if (refusal.isPresent()) {
                return new ControllerResult<>(
                        List.of(),
                        response.errorCode(refusal.get().error().code())
                                .errorMessage(refusal.get().message() + " Nothing was updated."));
            }
            if (image.features().getOrDefault(update.feature(), (short) 0) != update.maxVersionLevel()) {
                records.add(new MetadataRecord(
                        new FeatureLevelRecord().name(update.feature()).featureLevel(update.maxVersionLevel()),
                        (short) 0));
            }
        }
        if (version < WITHOUT_RESULTS) {
            request.featureUpdates()
                    .forEach(update -> response.results().add(new UpdatableFeatureResult().feature(update.feature())));
        }
        return new ControllerResult<>(request.validateOnly() ? List.of() : records, response);
    }

    private static Optional<Refusal> refuse(
            MetadataImage image, UpdateFeaturesRequest request, FeatureUpdateKey update, short version) {
        var name = update.feature();
        var named = request.featureUpdates().stream()
                .filter(other -> other.feature().equals(name))
                .count();
        if (named > 1) {
            return Optional.of(new Refusal(
                    ErrorCode.INVALID_REQUEST, "The request names feature %s more than once.".formatted(name)));
        }
        var levels = supported(image).get(name);
        var level = update.maxVersionLevel();
        if (levels == null) {
            return invalid(
                    update,
                    "This cluster does not have the feature; it has %s."
                            .formatted(supported(image).keySet()));
        }
        if (level < levels.min() || level > levels.max()) {
            return invalid(update, "Supported are the levels %d to %d.".formatted(levels.min(), levels.max()));
        }
        return refuseDirection(image.features().getOrDefault(name, (short) 0), update, version);
    }

    private static Optional<Refusal> refuseDirection(short current, FeatureUpdateKey update, short version) {
        var type = version == 0 ? (update.allowDowngrade() ? SAFE_DOWNGRADE : UPGRADE) : update.upgradeType();
        if (type < UPGRADE || type > UNSAFE_DOWNGRADE) {
            return invalid(
                    update, "There is no upgrade type %d; 1 is an upgrade, 2 and 3 are downgrades.".formatted(type));
        }
        if (update.maxVersionLevel() < current && type == UPGRADE) {
            return invalid(update, "The level is %d; going down must be asked for as a downgrade.".formatted(current));
        }
        return update.maxVersionLevel() > current && type != UPGRADE
                ? invalid(update, "The level is %d; that would not be a downgrade.".formatted(current))
                : Optional.empty();
    }

    private static Optional<Refusal> invalid(FeatureUpdateKey update, String reason) {
        return Optional.of(new Refusal(
                ErrorCode.INVALID_UPDATE_VERSION,
                "Invalid update version %d for feature %s. %s"
                        .formatted(update.maxVersionLevel(), update.feature(), reason)));
    }
}
