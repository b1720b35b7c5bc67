package io.highwater.payment.credit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of this feature.
///
/// @param defaultCredit limit of customers nobody has set one for, in cents
@ConfigurationProperties("highwater.payment")
public record CreditSettings(@DefaultValue("1000000") long defaultCredit) {
    public CreditSettings {
        if (defaultCredit < 0) {
            throw new IllegalArgumentException(
                    "highwater.payment.default-credit must not be negative but is " + defaultCredit);
        }
    }
}
