package io.highwater.testcontainers.boot;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/// Sends a record and hears it, and knows nothing of where the broker is.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EchoApplication {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final KafkaTemplate<String, String> template;

    EchoApplication(KafkaTemplate<String, String> template) {
        this.template = template;
    }

    @KafkaListener(
            id = "echo",
            topics = "echo",
            properties = {"auto.offset.reset=earliest", "allow.auto.create.topics=true"})
    void hear(String value) {
        heard.add(value);
    }

    void say(String value) throws Exception {
        template.send("echo", "key", value).get(30, TimeUnit.SECONDS);
    }

    /// What was heard first, waiting for it; null if nothing was.
    @Nullable
    String heard() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }
}
