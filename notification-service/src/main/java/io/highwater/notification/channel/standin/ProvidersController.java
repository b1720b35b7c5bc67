package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.Masked;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.standin.SentMessages.SentMessage;
import io.highwater.notification.mode.WorkerMode;
import io.highwater.outbox.web.RefusedRequestException;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Providers as demos and tests see them: how they are to fail, and what the stand-in has sent.
@WorkerMode
@RestController
@RequestMapping("/providers/{channel}")
class ProvidersController {
    private static final int LATEST = 100;

    private final List<Provider> providers;
    private final Faults faults;
    private final SentMessages sent;

    ProvidersController(List<Provider> providers, Faults faults, SentMessages sent) {
        this.providers = providers;
        this.faults = faults;
        this.sent = sent;
    }

    @GetMapping("/faults")
    List<FaultResource> faults(@PathVariable String channel) {
        return faults.of(standIn(channel)).stream().map(FaultResource::of).toList();
    }

    @PutMapping("/faults")
    List<FaultResource> set(@PathVariable String channel, @RequestBody FaultRequest request) {
        var standIn = standIn(channel);
        faults.set(request.toFault(standIn));
        return faults(channel);
    }

    @DeleteMapping("/faults")
    List<FaultResource> lift(@PathVariable String channel) {
        faults.lift(standIn(channel));
        return faults(channel);
    }

    @GetMapping("/messages")
    List<SentMessage> messages(@PathVariable String channel) {
        return sent.latest(standIn(channel), LATEST);
    }

    private Channel standIn(String name) {
        var channel = Channel.named(name)
                .orElseThrow(() -> new RefusedRequestException(
                        HttpStatus.NOT_FOUND, "channel", "must be one of " + Arrays.toString(Channel.values())));
        var isStandIn = providers.stream()
                .anyMatch(provider -> provider.channel() == channel && provider instanceof StandInProvider);
        if (!isStandIn) {
            throw new RefusedRequestException(
                    HttpStatus.CONFLICT, "channel", "%s has a real provider, which takes no faults".formatted(channel));
        }
        return channel;
    }

    /// @param recipient masked unless `*`
    record FaultResource(
            String recipient, Failure failure, int failFirstAttempts, int failNext, double failRate, long delayMs) {
        static FaultResource of(Fault fault) {
            var any = fault.address().equals(Fault.ANY);
            return new FaultResource(
                    any ? Fault.ANY : Masked.address(fault.channel(), fault.address()),
                    fault.failure(),
                    fault.failFirstAttempts(),
                    fault.failNext(),
                    fault.failRate(),
                    fault.delay().toMillis());
        }
    }
}
