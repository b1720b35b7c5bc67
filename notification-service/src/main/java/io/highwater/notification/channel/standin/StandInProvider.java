package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.LookUp;
import io.highwater.notification.channel.Masked;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Behaves as a provider does that honours idempotency keys, except that nobody receives anything.
public final class StandInProvider implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(StandInProvider.class);

    private final Channel channel;
    private final Faults faults;
    private final SentMessages sent;
    private final RandomGenerator random;

    public StandInProvider(Channel channel, Faults faults, SentMessages sent, RandomGenerator random) {
        this.channel = channel;
        this.faults = faults;
        this.sent = sent;
        this.random = random;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public String name() {
        return "stand-in";
    }

    @Override
    public SendResult send(OutboundMessage message) {
        var concerning = faults.of(channel).stream()
                .filter(fault -> fault.concerns(channel, message.address()))
                .toList();
        if (!pause(concerning)) {
            return new SendResult.Retryable("interrupted before sending");
        }
        var failure = failure(concerning, message.attempt());
        if (failure.isEmpty() || failure.get() == Failure.ANSWER_LOST) {
            deliver(message);
        }
        return failure.map(Failure::result)
                .orElseGet(() -> new SendResult.Sent(message.deliveryId().toString()));
    }

    @Override
    public LookUp lookUp(OutboundMessage message) {
        return sent.has(channel, message.deliveryId())
                ? new LookUp.Found(message.deliveryId().toString())
                : new LookUp.NotFound();
    }

    private Optional<Failure> failure(List<Fault> concerning, int attempt) {
        return concerning.stream()
                .filter(fault -> fault.strikes(attempt, random) || faults.takeNext(fault))
                .map(Fault::failure)
                .findFirst();
    }

    private static boolean pause(List<Fault> concerning) {
        var delay = concerning.stream().map(Fault::delay).reduce(Duration.ZERO, Duration::plus);
        try {
            Thread.sleep(delay);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void deliver(OutboundMessage message) {
        var first = sent.note(channel, message);
        LOG.atInfo()
                .addKeyValue("channel", channel)
                .addKeyValue("deliveryId", message.deliveryId())
                .addKeyValue("address", Masked.address(channel, message.address()))
                .addKeyValue("subject", message.subject())
                .log(first ? "would have sent" : "had been sent already, same idempotency key");
    }
}
