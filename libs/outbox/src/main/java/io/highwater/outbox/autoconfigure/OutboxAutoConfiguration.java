package io.highwater.outbox.autoconfigure;

import io.highwater.outbox.Inbox;
import io.highwater.outbox.JdbcOutbox;
import io.highwater.outbox.Outbox;
import io.highwater.outbox.PayloadReader;
import io.highwater.outbox.TraceContext;
import io.highwater.outbox.consume.ListenerConfiguration;
import io.highwater.outbox.housekeeping.Housekeeping;
import io.highwater.outbox.housekeeping.HousekeepingSettings;
import io.highwater.outbox.housekeeping.OutboxDays;
import io.highwater.outbox.participant.SagaSteps;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Outbox, inbox, listeners and housekeeping of a service.
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
            "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
        },
        beforeName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
@EnableConfigurationProperties(HousekeepingSettings.class)
@EnableScheduling
@Import(ListenerConfiguration.class)
public class OutboxAutoConfiguration {
    /// Ticks in microseconds, as the database stores them: a time reads back as it was written.
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Bean
    @ConditionalOnMissingBean
    TraceContext traceContext(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
        var tracer = tracers.getIfAvailable();
        var propagator = propagators.getIfAvailable();
        return tracer == null || propagator == null ? TraceContext.NONE : TraceContext.of(tracer, propagator);
    }

    @Bean
    @ConditionalOnMissingBean
    Outbox outbox(
            JdbcClient jdbc,
            JsonMapper json,
            TraceContext traces,
            Clock clock,
            @Value("${spring.application.name}") String service) {
        return new JdbcOutbox(jdbc, json, traces, "/" + service, clock);
    }

    @Bean
    Inbox inbox(JdbcClient jdbc) {
        return new Inbox(jdbc);
    }

    @Bean
    @Lazy
    SagaSteps sagaSteps(JdbcClient jdbc, Outbox outbox, JsonMapper json, Clock clock) {
        return new SagaSteps(jdbc, outbox, json, clock);
    }

    @Bean
    PayloadReader payloadReader(JsonMapper json) {
        return new PayloadReader(json);
    }

    @Bean
    Housekeeping housekeeping(
            JdbcClient jdbc, PlatformTransactionManager transactions, HousekeepingSettings settings, Clock clock) {
        return new Housekeeping(new OutboxDays(jdbc, new TransactionTemplate(transactions)), jdbc, settings, clock);
    }

    /// Waits for the database instead of giving up when it is not there yet.
    @Bean
    @ConditionalOnMissingBean
    FlywayMigrationStrategy patientMigration(DataSource database, @Value("${spring.datasource.url}") String url) {
        return new PatientMigration(database, url);
    }
}
