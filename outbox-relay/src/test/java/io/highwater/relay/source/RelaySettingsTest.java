package io.highwater.relay.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RelaySettingsTest {
    @Test
    void aSourceIsItsNameUnlessItSaysMore() {
        var sources = bind(Map.of(
                        "highwater.relay.host",
                        "db",
                        "highwater.relay.port",
                        "5433",
                        "highwater.relay.sources.shop.database",
                        "shop"))
                .enabledSources();

        assertThat(sources)
                .containsExactly(new Source(
                        "shop", "db", 5433, "shop", "relay", "relay", "outbox_shop", "outbox", "public.outbox_event"));
    }

    @Test
    void aSourceMaySayEverything() {
        var sources = bind(Map.of(
                        "highwater.relay.sources.shop.host", "other",
                        "highwater.relay.sources.shop.port", "1",
                        "highwater.relay.sources.shop.database", "d",
                        "highwater.relay.sources.shop.user", "u",
                        "highwater.relay.sources.shop.password", "p",
                        "highwater.relay.sources.shop.slot", "s",
                        "highwater.relay.sources.shop.publication", "pub",
                        "highwater.relay.sources.shop.table", "x.y"))
                .enabledSources();

        assertThat(sources).containsExactly(new Source("shop", "other", 1, "d", "u", "p", "s", "pub", "x.y"));
    }

    @Test
    void aSourceCanBeSwitchedOff() {
        var settings = bind(Map.of("highwater.relay.sources.shop.enabled", "false"));

        assertThat(settings.enabledSources()).isEmpty();
    }

    @Test
    void aNameThatPostgresCannotUseForASlotIsRefused() {
        var settings = bind(Map.of("highwater.relay.sources.my-shop.database", "shop"));

        assertThatThrownBy(settings::enabledSources)
                .hasMessageContaining("highwater.relay.sources.my-shop.slot")
                .hasMessageContaining("outbox_my-shop");
    }

    @Test
    void thePasswordIsNotPrinted() {
        var source = new Source("shop", "db", 1, "d", "u", "secret", "s", "pub", "x.y");

        assertThat(source.toString()).doesNotContain("secret");
    }

    private static RelaySettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("highwater.relay", RelaySettings.class);
    }
}
