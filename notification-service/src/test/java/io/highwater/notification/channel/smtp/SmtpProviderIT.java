package io.highwater.notification.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.SendResult;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class SmtpProviderIT {
    private static final String OK = "250 ok";
    private static final OutboundMessage MESSAGE =
            new OutboundMessage(UUID.randomUUID(), "carol@example.org", "subject", "body", 1, Instant.now());

    @Test
    void theMessageIdIsMadeOfTheDelivery() {
        try (var server = new FakeMailServer(OK, OK)) {
            var result = provider(server.port()).send(MESSAGE);

            var id = "<" + MESSAGE.deliveryId() + "@highwater>";
            assertThat(result).isEqualTo(new SendResult.Sent(id));
            assertThat(server.lines()).contains("RCPT TO:<carol@example.org>", "Message-ID: " + id, "Subject: subject");
        }
    }

    @Test
    void aMailboxThatDoesNotExistIsRefusedForGood() {
        try (var server = new FakeMailServer("550 no such user", OK)) {
            assertThat(provider(server.port()).send(MESSAGE)).isEqualTo(new SendResult.Permanent("SMTP 550"));
        }
    }

    @Test
    void aBusyMailboxIsTriedAgain() {
        try (var server = new FakeMailServer("450 busy", OK)) {
            assertThat(provider(server.port()).send(MESSAGE)).isEqualTo(new SendResult.Retryable("SMTP 450"));
        }
    }

    @Test
    void aMessageThatIsRefusedAsSpamIsRefusedForGood() {
        try (var server = new FakeMailServer(OK, "554 spam")) {
            assertThat(provider(server.port()).send(MESSAGE)).isEqualTo(new SendResult.Permanent("SMTP 554"));
        }
    }

    @Test
    void aServerThatHangsUpAfterTheMessageLeavesTheOutcomeUnknown() {
        try (var server = new FakeMailServer(OK, "")) {
            assertThat(provider(server.port()).send(MESSAGE)).isInstanceOf(SendResult.Unknown.class);
        }
    }

    @Test
    void aServerThatIsNotThereGotNothing() {
        var server = new FakeMailServer(OK, OK);
        server.close();

        assertThat(provider(server.port()).send(MESSAGE)).isEqualTo(new SendResult.Retryable("cannot connect"));
    }

    private static SmtpProvider provider(int port) {
        var sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        sender.getJavaMailProperties().put("mail.smtp.timeout", "3000");
        return new SmtpProvider(sender, "shop@highwater.example");
    }
}
