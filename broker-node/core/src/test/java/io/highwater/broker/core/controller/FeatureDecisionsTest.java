package io.highwater.broker.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.UpdateFeaturesRequest;
import io.highwater.broker.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.highwater.broker.protocol.message.UpdateFeaturesResponse;
import org.junit.jupiter.api.Test;

class FeatureDecisionsTest {
    private static final byte UPGRADE = 1;
    private static final byte SAFE_DOWNGRADE = 2;
    private static final short LATEST = 2;
    private static final int LEVEL = Controller.METADATA_VERSION;

    private final Cluster cluster = new Cluster(2);

    @Test
    void theLevelThatIsAgreedOnMayBeAskedForAgain() {
        assertThat(update("metadata.version", LEVEL, UPGRADE)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void goingDownMustBeCalledADowngrade() {
        assertThat(update("metadata.version", LEVEL - 1, UPGRADE)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(update("metadata.version", LEVEL - 1, SAFE_DOWNGRADE)).isEqualTo(ErrorCode.NONE);

        assertThat(cluster.image.features()).containsEntry("metadata.version", (short) (LEVEL - 1));
        assertThat(update("metadata.version", LEVEL, SAFE_DOWNGRADE)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(update("metadata.version", LEVEL, UPGRADE)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void levelsThatNobodyRunsAreRefused() {
        assertThat(update("metadata.version", LEVEL + 1, UPGRADE)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(update("metadata.version", -1, UPGRADE)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(update("metadata.version", LEVEL, (byte) 9)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    }

    @Test
    void oneBadUpdateSpoilsAll() {
        var request = request("metadata.version", LEVEL - 1, SAFE_DOWNGRADE);
        request.featureUpdates()
                .add(new FeatureUpdateKey().feature("no.such.feature").maxVersionLevel((short) 1));

        var response = update(request, LATEST);

        assertThat(response.errorCode()).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION.code());
        assertThat(response.errorMessage()).contains("no.such.feature", "Nothing was updated");
        assertThat(cluster.image.features()).containsEntry("metadata.version", (short) LEVEL);
    }

    @Test
    void validatingChangesNothing() {
        var response =
                update(request("metadata.version", LEVEL - 1, SAFE_DOWNGRADE).validateOnly(true), LATEST);

        assertThat(response.errorCode()).isEqualTo(ErrorCode.NONE.code());
        assertThat(cluster.image.features()).containsEntry("metadata.version", (short) LEVEL);
    }

    @Test
    void olderVersionsHearOfEveryFeature() {
        assertThat(update(request("metadata.version", LEVEL, UPGRADE), (short) 1)
                        .results())
                .singleElement()
                .satisfies(result -> assertThat(result.feature()).isEqualTo("metadata.version"));
        assertThat(update(request("metadata.version", LEVEL, UPGRADE), LATEST).results())
                .isEmpty();
    }

    private ErrorCode update(String feature, int level, byte type) {
        return ErrorCode.of(update(request(feature, level, type), LATEST).errorCode());
    }

    private UpdateFeaturesResponse update(UpdateFeaturesRequest request, short version) {
        return cluster.commit(cluster.controller.updateFeatures(cluster.image, request, version));
    }

    private static UpdateFeaturesRequest request(String feature, int level, byte type) {
        var request = new UpdateFeaturesRequest();
        request.featureUpdates()
                .add(new FeatureUpdateKey()
                        .feature(feature)
                        .maxVersionLevel((short) level)
                        .upgradeType(type));
        return request;
    }
}
