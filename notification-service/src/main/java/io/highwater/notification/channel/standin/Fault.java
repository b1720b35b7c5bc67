package io.highwater.notification.channel.standin;

import io.highwater.notification.channel.Channel;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// An order to the stand-in to misbehave. Its three triggers add up; a fault without any only delays.
///
/// @param address            the address it is for, or `*` for every one
/// @param failure            how a struck call ends
/// @param failFirstAttempts  attempts of each delivery that fail, counted from its first
/// @param failNext           calls from now on that fail, whoever they are for
/// @param failRate           share of calls that fail, 0 to 1
/// @param delay              how long every call takes
public record Fault(
        Channel channel,
        @DefaultValue(ANY) String address,
        @DefaultValue("UNAVAILABLE") Failure failure,
        @DefaultValue("0") int failFirstAttempts,
        @DefaultValue("0") int failNext,
        @DefaultValue("0") double failRate,
        @DefaultValue("0s") Duration delay) {
    /// Stands for every address.
    public static final String ANY = "*";

    /// Width of the column.
    private static final int MAX_ADDRESS_CHARS = 4096;

    public Fault {
        if (address.length() > MAX_ADDRESS_CHARS) {
            throw new IllegalArgumentException("the recipient must not have more than 4096 characters");
        }
        if (failFirstAttempts < 0 || failNext < 0 || delay.isNegative()) {
            throw new IllegalArgumentException("failFirstAttempts, failNext and delay must not be negative");
        }
        if (!(failRate >= 0 && failRate <= 1)) {
            throw new IllegalArgumentException("failRate must be from 0 to 1 but is " + failRate);
        }
    }

    boolean concerns(Channel channel, String address) {
        return this.channel == channel && (this.address.equals(ANY) || this.address.equals(address));
    }

    /// Whether it strikes this attempt; [#failNext], which is counted down by its keeper, aside.
    boolean strikes(int attempt, RandomGenerator random) {
        return attempt <= failFirstAttempts || (failRate > 0 && random.nextDouble() < failRate);
    }
}
