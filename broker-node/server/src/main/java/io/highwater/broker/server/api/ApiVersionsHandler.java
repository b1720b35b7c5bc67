package io.highwater.broker.server.api;

import io.highwater.broker.core.controller.MetadataImage;
import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.ApiVersionsRequest;
import io.highwater.broker.protocol.message.ApiVersionsResponse;
import io.highwater.broker.server.runtime.ClusterMetadata;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Tells clients what is served. The first request of nearly every connection.
///
/// Two things look odd and are deliberate: Produce is announced from version 0 although only later versions are
/// served, because librdkafka concludes from it which formats the broker understands (KAFKA-18659); and features whose
/// lowest level is 0 are left out below version 4, which cannot express them (KAFKA-17011).
public final class ApiVersionsHandler implements Handler<ApiVersionsRequest, ApiVersionsResponse> {
    private static final Api<ApiVersionsRequest, ApiVersionsResponse> API =
            Api.of(ApiKey.API_VERSIONS, 0, 4, ApiVersionsRequest::read);
    private static final short FIRST_WITH_CLIENT_SOFTWARE = 3;
    private static final short FIRST_WITH_FEATURES = 3;
    private static final short FIRST_WITH_LEVEL_0 = 4;
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private final Supplier<Handlers> handlers;
    private final ClusterMetadata metadata;

    /// @param handlers the table that this handler is part of
    public ApiVersionsHandler(Supplier<Handlers> handlers, ClusterMetadata metadata) {
        this.handlers = handlers;
        this.metadata = metadata;
    }

    @Override
    public Api<ApiVersionsRequest, ApiVersionsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<ApiVersionsResponse> handle(Call call, ApiVersionsRequest request) {
        var response = new ApiVersionsResponse();
        if (call.version() >= FIRST_WITH_CLIENT_SOFTWARE
                && !(SOFTWARE.matcher(request.clientSoftwareName()).matches()
                        && SOFTWARE.matcher(request.clientSoftwareVersion()).matches())) {
            return CompletableFuture.completedFuture(response.errorCode(call.code(ErrorCode.INVALID_REQUEST)));
        }
        handlers.get().apis().forEach(api -> response.apiKeys().add(entry(api)));
        if (call.version() >= FIRST_WITH_FEATURES) {
            addFeatures(call.version(), response);
        }
        return CompletableFuture.completedFuture(response);
    }

    private void addFeatures(short version, ApiVersionsResponse response) {
        MetadataImage image = metadata.image();
        image.supportedFeatures().forEach((name, levels) -> {
            if (levels.min() > 0 || version >= FIRST_WITH_LEVEL_0) {
                response.supportedFeatures()
                        .add(new ApiVersionsResponse.SupportedFeatureKey()
                                .name(name)
                                .minVersion(levels.min())
                                .maxVersion(levels.max()));
            }
        });
        response.finalizedFeaturesEpoch(metadata.committedOffset() - 1);
        image.features()
                .forEach((name, level) -> response.finalizedFeatures()
                        .add(new ApiVersionsResponse.FinalizedFeatureKey()
                                .name(name)
                                .minVersionLevel(level)
                                .maxVersionLevel(level)));
    }

    /// The answer to a version that we do not know: error 35, and the versions to ask in.
    ApiVersionsResponse unsupportedVersion() {
        return new ApiVersionsResponse()
                .errorCode(ErrorCode.UNSUPPORTED_VERSION.code())
                .apiKeys(List.of(entry(API)));
    }

    private static ApiVersionsResponse.ApiVersion entry(Api<?, ?> api) {
        return new ApiVersionsResponse.ApiVersion()
                .apiKey(api.key().id())
                .minVersion(api.key() == ApiKey.PRODUCE ? 0 : api.minVersion())
                .maxVersion(api.maxVersion());
    }
}
