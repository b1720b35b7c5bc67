package io.highwater.runner.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @Test
    void aHostAloneMeansTheUsualPorts() {
        Addresses addresses = Addresses.at("http://shop.example/");

        assertThat(addresses.of(Ports.SAGA))
                .isEqualTo("http://shop.example:" + Ports.of(0, Map.of()).of(Ports.SAGA));
    }

    @Test
    void aPortIsThatOfTheOrderServiceAndMovesTheOthers() {
        int usual = Ports.of(0, Map.of()).of(Ports.ORDER);

        Addresses addresses = Addresses.at("http://localhost:" + (usual + 1_000));

        assertThat(addresses.of(Ports.ORDER)).isEqualTo("http://localhost:" + (usual + 1_000));
        assertThat(addresses.of(Ports.SAGA))
                .isEqualTo("http://localhost:" + Ports.of(1_000, Map.of()).of(Ports.SAGA));
    }

    @Test
    void aPatternNamesEachService() {
        assertThat(Addresses.at("http://{service}:8080").of(Ports.INVENTORY))
                .isEqualTo("http://inventory-service:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8081", "ftp://localhost", "http://", "http://{services}:1", "two words"})
    void whatIsNoAddressIsRefusedWithAnExample(String url) {
        assertThatThrownBy(() -> Addresses.at(url))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("'" + url + "'")
                .hasMessageContaining("http://localhost:8081");
    }
}
