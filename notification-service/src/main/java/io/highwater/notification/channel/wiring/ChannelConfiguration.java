package io.highwater.notification.channel.wiring;

import io.highwater.notification.channel.Channel;
import io.highwater.notification.channel.Provider;
import io.highwater.notification.channel.fcm.FcmProvider;
import io.highwater.notification.channel.guard.GuardSettings;
import io.highwater.notification.channel.http.HttpResults;
import io.highwater.notification.channel.smtp.SmtpProvider;
import io.highwater.notification.channel.standin.Faults;
import io.highwater.notification.channel.standin.SentMessages;
import io.highwater.notification.channel.standin.StandInProvider;
import io.highwater.notification.channel.twilio.TwilioProvider;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/// One provider per channel.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ChannelSettings.class, GuardSettings.class})
class ChannelConfiguration {
    @Bean
    Faults faults(JdbcClient jdbc, ChannelSettings settings) {
        return new Faults(jdbc, settings.faults());
    }

    @Bean
    SentMessages sentMessages(JdbcClient jdbc, Clock clock) {
        return new SentMessages(jdbc, clock);
    }

    @Bean
    Provider pushProvider(
            ChannelSettings settings, StandIns standIns, RestClient.Builder http, JsonMapper json, Clock clock) {
        var fcm = settings.fcm();
        return fcm == null
                ? standIns.of(Channel.PUSH)
                : new FcmProvider(http, json, new HttpResults(clock), fcm, clock);
    }

    @Bean
    Provider smsProvider(
            ChannelSettings settings, StandIns standIns, RestClient.Builder http, JsonMapper json, Clock clock) {
        var twilio = settings.twilio();
        return twilio == null
                ? standIns.of(Channel.SMS)
                : new TwilioProvider(http, json, new HttpResults(clock), twilio);
    }

    @Bean
    Provider emailProvider(ChannelSettings settings, StandIns standIns, ObjectProvider<JavaMailSender> mail) {
        var sender = mail.getIfAvailable();
        return sender == null ? standIns.of(Channel.EMAIL) : new SmtpProvider(sender, settings.emailFrom());
    }

    @Bean
    StandIns standIns(Faults faults, SentMessages sent) {
        return channel -> new StandInProvider(channel, faults, sent, RandomGenerator.getDefault());
    }

    /// Makes stand-ins.
    @FunctionalInterface
    interface StandIns {
        Provider of(Channel channel);
    }
}
