package io.highwater.notification.channel.smtp;

import io.highwater.notification.channel.SendResult;
import jakarta.mail.MessagingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/// Classifies what a mail server refused: 5xx for good, 4xx for now (RFC 5321, 4.2.1); a connection that broke after it
/// was made leaves the outcome open.
final class SmtpResults {
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_PERMANENT = 500;

    private SmtpResults() {}

    static SendResult of(MailException failure) {
        var causes = causes(failure);
        var code = causes.stream()
                .map(SmtpResults::replyCode)
                .flatMapToInt(OptionalInt::stream)
                // A lost connection has the code -1.
                .filter(reply -> reply >= FIRST_REFUSAL)
                .max();
        if (code.isPresent()) {
            return ofReply(code.getAsInt());
        }
        return causes.stream().anyMatch(MailConnectException.class::isInstance)
                ? new SendResult.Retryable("cannot connect")
                : new SendResult.Unknown("connection lost before the answer");
    }

    private static SendResult ofReply(int code) {
        var cause = "SMTP " + code;
        return code >= FIRST_PERMANENT ? new SendResult.Permanent(cause) : new SendResult.Retryable(cause);
    }

    private static OptionalInt replyCode(Throwable cause) {
        return switch (cause) {
            case SMTPAddressFailedException address -> OptionalInt.of(address.getReturnCode());
            case SMTPSenderFailedException sender -> OptionalInt.of(sender.getReturnCode());
            case SMTPSendFailedException send -> OptionalInt.of(send.getReturnCode());
            default -> OptionalInt.empty();
        };
    }

    /// Jakarta Mail chains failures in two ways, and Spring adds a third.
    private static List<Throwable> causes(MailException failure) {
        var found = new ArrayList<Throwable>();
        var open = new ArrayDeque<Throwable>(List.of(failure));
        while (!open.isEmpty()) {
            var next = open.remove();
            found.add(next);
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
            if (next instanceof MessagingException messaging && messaging.getNextException() != null) {
                open.add(messaging.getNextException());
            }
            if (next instanceof MailSendException send) {
                open.addAll(List.of(send.getMessageExceptions()));
            }
        }
        return found;
    }
}
