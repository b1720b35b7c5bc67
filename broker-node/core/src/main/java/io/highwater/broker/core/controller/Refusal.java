package io.highwater.broker.core.controller;

import io.highwater.broker.protocol.ErrorCode;

/// Why something is not done, and what to do about it.
record Refusal(ErrorCode error, String message) {}
