package io.highwater.broker.server.metrics;

/// One line of a metric: the labels that tell it from its siblings, and the value now.
///
/// @param labels in Prometheus' notation without the braces, such as `topic="orders",partition="3"`; may be empty
public record Sample(String labels, double value) {
    /// The only line of a metric.
    public static Sample of(double value) {
        return new Sample("", value);
    }

    /// A label with its value made safe.
    public static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
