package io.highwater.broker.compatibility.matrix;

/// How a call of a tool ended, as it came.
record Outcome(int exitCode, String out, String err) {}
