package io.highwater.runner.platform;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How each part of the platform with these ports is.
public final class Status {
    private final List<Part> parts;

    public Status(Installation installation, Ports ports) {
        parts = new Parts(installation, ports).all();
    }

    /// What is wrong, by part; empty when all are healthy.
    Map<String, String> complaints() {
        var complaints = new LinkedHashMap<String, String>();
        for (Part part : parts) {
            String complaint = part.health().complaint();
            if (!complaint.isEmpty()) {
                complaints.put(part.name(), complaint);
            }
        }
        return complaints;
    }

    /// Prints one line a part; returns 0 only if all are healthy.
    public int print(PrintStream out) {
        Map<String, String> complaints = complaints();
        for (Part part : parts) {
            String complaint = complaints.get(part.name());
            out.printf(
                    "%-32s %-8s %s%n",
                    part.name(), complaint == null ? "healthy" : "SICK", complaint == null ? part.url() : complaint);
        }
        return complaints.isEmpty() ? 0 : 1;
    }

    static String table(List<Part> parts) {
        var table = new StringBuilder();
        parts.forEach(part -> table.append("  %-32s %s%n".formatted(part.name(), part.url())));
        return table.toString().stripTrailing();
    }
}
