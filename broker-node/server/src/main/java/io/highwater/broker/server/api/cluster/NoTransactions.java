package io.highwater.broker.server.api.cluster;

import io.highwater.broker.protocol.ErrorCode;
import io.highwater.broker.protocol.message.DescribeTransactionsRequest;
import io.highwater.broker.protocol.message.DescribeTransactionsResponse;
import io.highwater.broker.protocol.message.DescribeTransactionsResponse.TransactionState;
import io.highwater.broker.protocol.message.ListTransactionsRequest;
import io.highwater.broker.protocol.message.ListTransactionsResponse;
import io.highwater.broker.server.api.Call;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What there is to say about transactions where none can be begun: tools that look for hanging ones find none.
public final class NoTransactions {
    private static final Set<String> STATES = Set.of(
            "Empty",
            "Ongoing",
            "PrepareCommit",
            "PrepareAbort",
            "CompleteCommit",
            "CompleteAbort",
            "Dead",
            "PrepareEpochFence");

    private NoTransactions() {}

    /// ListTransactions: an empty list, and what the filters got wrong.
    public static ListTransactionsResponse list(Call call, ListTransactionsRequest request) {
        var response = new ListTransactionsResponse();
        request.stateFilters().stream()
                .filter(state -> !STATES.contains(state))
                .forEach(state -> response.unknownStateFilters().add(state));
        String pattern = request.transactionalIdPattern();
        return pattern == null || isPattern(pattern)
                ? response
                : response.errorCode(call.code(ErrorCode.INVALID_REGULAR_EXPRESSION));
    }

    private static boolean isPattern(String text) {
        try {
            return Pattern.compile(text) != null;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    /// DescribeTransactions: nobody knows any of them.
    public static DescribeTransactionsResponse describe(Call call, DescribeTransactionsRequest request) {
        var response = new DescribeTransactionsResponse();
        request.transactionalIds()
                .forEach(id -> response.transactionStates()
                        .add(new TransactionState()
                                .transactionalId(id)
                                .errorCode(call.code(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND))));
        return response;
    }
}
