package io.highwater.notification.mode;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/// Present in the dead letter worker only: the slower process that takes failed deliveries from their topic and tries
/// them again until they arrive or are parked.
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(name = "highwater.notification.mode", havingValue = "dead-letter-worker")
public @interface DeadLetterWorkerMode {}
