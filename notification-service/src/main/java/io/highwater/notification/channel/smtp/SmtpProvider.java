package io.highwater.notification.channel.smtp;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.LookUp;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.SendResult;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;

/// E-mail over SMTP. SMTP knows no idempotency key; the delivery id is the Message-ID, by which mailboxes usually
/// recognise a second copy.
public final class SmtpProvider implements Provider {
    private final JavaMailSender sender;
    private final String from;

    /// @param from the sender's address
    public SmtpProvider(JavaMailSender sender, String from) {
        this.sender = sender;
        this.from = from;
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public SendResult send(OutboundMessage message) {
        try {
            var mail = mail(message);
            sender.send(mail);
            return new SendResult.Sent(mail.getMessageID());
        } catch (MailAuthenticationException _) {
            // Our credentials, not this message: it goes out once somebody has mended them.
            return new SendResult.Retryable("SMTP credentials refused");
        } catch (MailException e) {
            return SmtpResults.of(e);
        } catch (MessagingException _) {
            return new SendResult.Permanent("not an e-mail message");
        }
    }

    /// SMTP cannot be asked; e-mail is sent again instead.
    @Override
    public LookUp lookUp(OutboundMessage message) {
        return new LookUp.CannotTell("SMTP does not tell");
    }

    private MimeMessage mail(OutboundMessage message) throws MessagingException {
        var mail = sender.createMimeMessage();
        mail.setFrom(new InternetAddress(from));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(message.address()));
        mail.setSubject(message.subject(), StandardCharsets.UTF_8.name());
        mail.setText(message.body(), StandardCharsets.UTF_8.name());
        mail.setHeader("Message-ID", "<" + message.deliveryId() + "@highwater>");
        return mail;
    }
}
