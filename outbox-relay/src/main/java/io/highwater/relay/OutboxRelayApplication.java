package io.highwater.relay;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// Starts the relay with one supervised Debezium engine per configured source database.
@SpringBootApplication
@ConfigurationPropertiesScan
public class OutboxRelayApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(OutboxRelayApplication.class, arguments);
    }
}
