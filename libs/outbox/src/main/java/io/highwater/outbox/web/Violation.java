package io.highwater.outbox.web;

/// What is wrong with one field of a request: `lines[1].quantity`, `must be between 1 and 1000`.
public record Violation(String field, String reason) {}
