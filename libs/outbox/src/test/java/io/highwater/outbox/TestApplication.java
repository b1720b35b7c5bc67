package io.highwater.outbox;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/// A service with nothing in it but the starter.
@SpringBootApplication
public class TestApplication {}
