package io.highwater.notification.mode;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/// Present in the worker only: the process that listens to the orders' events, makes the first attempt of each delivery
/// and answers REST.
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(name = "highwater.notification.mode", havingValue = "worker")
public @interface WorkerMode {}
