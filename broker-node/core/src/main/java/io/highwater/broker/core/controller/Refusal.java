package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;

/// Why something is not done, and what to do about it. The message may repeat what the client sent, so it is cut to a
/// length that fits into any answer.
record Refusal(ErrorCode error, String message) {
    private static final int LONGEST_MESSAGE = 1_000;
    private static final String ELLIPSIS = "…";

    Refusal {
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE - ELLIPSIS.length()) + ELLIPSIS;
        }
    }
}
