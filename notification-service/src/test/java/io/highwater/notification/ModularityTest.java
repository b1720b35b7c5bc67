package io.highwater.notification;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {
    @Test
    void modulesHaveNoCyclesAndNoSecretEntrances() {
        ApplicationModules.of(NotificationServiceApplication.class).verify();
    }
}
