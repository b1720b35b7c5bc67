package io.highwater.broker.server.api.quota;

import io.highwater.broker.protocol.ApiKey;
import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeUserScramCredentialsRequest;
import io.highwater.broker.protocol.message.DescribeUserScramCredentialsRequest.UserName;
import io.highwater.broker.protocol.message.DescribeUserScramCredentialsResponse;
import io.highwater.broker.protocol.message.DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult;
import io.highwater.broker.server.api.Api;
import io.highwater.broker.server.api.Call;
import io.highwater.broker.server.api.Handler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Tells that no user has credentials here. Tools ask for them whenever they show the quotas of a user.
public final class DescribeUserScramCredentialsHandler
        implements Handler<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> {
    private static final Api<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> API =
            Api.of(ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS, 0, 0, DescribeUserScramCredentialsRequest::read);

    @Override
    public Api<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> api() {
        return API;
    }

    @Override
    public CompletionStage<DescribeUserScramCredentialsResponse> handle(
            Call call, DescribeUserScramCredentialsRequest request) {
        var response = new DescribeUserScramCredentialsResponse();
        List<UserName> users = request.users();
        if (users != null) {
            Map<String, Integer> counts = new HashMap<>();
            users.forEach(user -> counts.merge(user.name(), 1, Integer::sum));
            users.stream()
                    .map(UserName::name)
                    .distinct()
                    .forEach(name -> response.results().add(refused(call, name, counts.getOrDefault(name, 1) > 1)));
        }
        return CompletableFuture.completedFuture(response);
    }

    private static DescribeUserScramCredentialsResult refused(Call call, String user, boolean repeated) {
        return new DescribeUserScramCredentialsResult()
                .user(user)
                .errorCode(call.code(repeated ? ErrorCode.DUPLICATE_RESOURCE : ErrorCode.RESOURCE_NOT_FOUND))
                .errorMessage(
                        repeated
                                ? "The request names the user '%s' more than once".formatted(user)
                                : "There are no credentials of a user '%s'".formatted(user));
    }
}
