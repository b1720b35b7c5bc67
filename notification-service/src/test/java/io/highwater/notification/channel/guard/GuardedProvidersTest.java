package io.highwater.notification.channel.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.LookUp;
import io.highwater.notification.channel.OutboundMessage;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.Providers.Call;
import io.highwater.notification.channel.SendResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GuardedProvidersTest {
    private static final OutboundMessage MESSAGE =
            new OutboundMessage(UUID.randomUUID(), "+15550000100", "subject", "body", 1, Instant.EPOCH);
    private static final SendResult SENT = new SendResult.Sent("ref");
    private static final SendResult BUSY = new SendResult.Retryable("busy");

    private final Script push = new Script(Channel.PUSH);
    private final Script sms = new Script(Channel.SMS);

    @Test
    void aProviderThatKeepsFailingIsLeftAlone() {
        sms.send = () -> BUSY;
        try (var guarded = guarded()) {
            IntStream.range(0, 4).forEach(_ -> guarded.send(Channel.SMS, MESSAGE, false));

            assertThat(guarded.room(Channel.SMS)).isZero();
            assertThat(guarded.send(Channel.SMS, MESSAGE, false)).isEqualTo(new Call.Held("circuit breaker open"));
            assertThat(sms.sends).hasValue(4);
        }
    }

    @Test
    void otherProvidersGoOn() {
        sms.send = () -> BUSY;
        try (var guarded = guarded()) {
            IntStream.range(0, 4).forEach(_ -> guarded.send(Channel.SMS, MESSAGE, false));

            assertThat(guarded.send(Channel.PUSH, MESSAGE, false)).isEqualTo(new Call.Answered(SENT));
        }
    }

    @Test
    void refusedAddressesSayNothingAboutTheProvider() {
        sms.send = () -> new SendResult.Permanent("no such number");
        try (var guarded = guarded()) {
            IntStream.range(0, 20).forEach(_ -> guarded.send(Channel.SMS, MESSAGE, false));

            assertThat(guarded.room(Channel.SMS)).isPositive();
        }
    }

    @Test
    void aProviderThatHangsLeavesTheOutcomeUnknown() {
        var never = new CountDownLatch(1);
        sms.send = () -> {
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return SENT;
        };
        try (var guarded = guarded()) {
            assertThat(guarded.send(Channel.SMS, MESSAGE, false))
                    .isEqualTo(new Call.Answered(new SendResult.Unknown("no answer within 100 ms")));
        }
    }

    @Test
    void anAdapterThatThrowsLeavesTheOutcomeUnknown() {
        sms.send = () -> {
            throw new IllegalArgumentException("+15550000100 is wrong");
        };
        try (var guarded = guarded()) {
            assertThat(guarded.send(Channel.SMS, MESSAGE, false))
                    .isEqualTo(new Call.Answered(new SendResult.Unknown("IllegalArgumentException")));
        }
    }

    @Test
    void anSmsInDoubtThatIsFoundIsNotSent() {
        sms.lookUp = () -> new LookUp.Found("SM1");
        try (var guarded = guarded()) {
            assertThat(guarded.send(Channel.SMS, MESSAGE, true))
                    .isEqualTo(new Call.Answered(new SendResult.Sent("SM1")));
            assertThat(sms.sends).hasValue(0);
        }
    }

    @Test
    void anSmsInDoubtThatIsNotFoundIsSent() {
        sms.lookUp = LookUp.NotFound::new;
        try (var guarded = guarded()) {
            assertThat(guarded.send(Channel.SMS, MESSAGE, true)).isEqualTo(new Call.Answered(SENT));
            assertThat(sms.sends).hasValue(1);
        }
    }

    @Test
    void anSmsThatStaysInDoubtIsNotSent() {
        sms.lookUp = () -> new LookUp.CannotTell("down");
        try (var guarded = guarded()) {
            assertThat(guarded.send(Channel.SMS, MESSAGE, true))
                    .isEqualTo(new Call.Answered(new SendResult.Unknown("still in doubt: down")));
            assertThat(sms.sends).hasValue(0);
        }
    }

    @Test
    void aPushInDoubtIsSentAgain() {
        try (var guarded = guarded()) {
            assertThat(guarded.send(Channel.PUSH, MESSAGE, true)).isEqualTo(new Call.Answered(SENT));
            assertThat(push.sends).hasValue(1);
        }
    }

    private GuardedProviders guarded() {
        var settings = new GuardSettings(2, 100, Duration.ofMillis(100), 50, 4, Duration.ofMinutes(1));
        return new GuardedProviders(List.of(push, sms), settings, new SimpleMeterRegistry());
    }

    /// Does as told and counts.
    private static final class Script implements Provider {
        private final Channel channel;
        private final AtomicInteger sends = new AtomicInteger();
        private Supplier<SendResult> send = () -> SENT;
        private Supplier<LookUp> lookUp = () -> new LookUp.CannotTell("not told");

        Script(Channel channel) {
            this.channel = channel;
        }

        @Override
        public Channel channel() {
            return channel;
        }

        @Override
        public String name() {
            return "script";
        }

        @Override
        public SendResult send(OutboundMessage message) {
            sends.incrementAndGet();
            return send.get();
        }

        @Override
        public LookUp lookUp(OutboundMessage message) {
            return lookUp.get();
        }
    }
}
