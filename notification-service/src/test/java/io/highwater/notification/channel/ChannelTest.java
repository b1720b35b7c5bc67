package io.highwater.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
    @ParameterizedTest
    @ValueSource(strings = {"+15550000500", "+4915112345678", "+1234567"})
    void phoneNumbersAreE164(String number) {
        assertThat(Channel.SMS.accepts(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5550000500", "+05550000500", "+1555 0000500", "+1234567890123456", "+1555000050x"})
    void otherNumbersAreNot(String number) {
        assertThat(Channel.SMS.accepts(number)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "carol", "carol@", "@example.org", "carol@example", "carol @example.org", "a@b@c.org"})
    void whatIsNoMailboxIsRefused(String address) {
        assertThat(Channel.EMAIL.accepts(address)).isFalse();
    }

    @Test
    void aHugeAddressIsRefusedQuickly() {
        assertThat(Channel.EMAIL.accepts("a@" + "b.".repeat(100_000))).isFalse();
    }

    @Test
    void namesAreFoundInAnyCase() {
        assertThat(Channel.named("sms")).contains(Channel.SMS);
        assertThat(Channel.named("PIGEON")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SMS, +15550000500, ***0500",
        "EMAIL, carol@example.org, c***@example.org",
        "EMAIL, @example.org, ***",
        "PUSH, device-of-alice, ***lice",
        "PUSH, abc, ***bc",
    })
    void addressesAreMasked(Channel channel, String address, String masked) {
        assertThat(Masked.address(channel, address)).isEqualTo(masked);
    }
}
