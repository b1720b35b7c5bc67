package io.highwater.system;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Every event that any service of a platform ever announced: the truth that the topics are held against.
record Outboxes(Platform platform) {
    private static final List<String> DATABASES = List.of("orders", "inventory", "payments", "sagas", "notifications");

    List<String> eventIds() throws SQLException {
        var ids = new ArrayList<String>();
        for (String database : DATABASES) {
            String url = "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(platform.port(15_432), database);
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT id FROM outbox_event")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }
}
