package io.highwater.broker.protocol.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionsTest {
    private static final Versions KNOWN = new Versions(2, 7);

    @Test
    void allNotationsAreRead() {
        assertThat(Versions.parse("none")).isEqualTo(Versions.NONE);
        assertThat(Versions.parse("3")).isEqualTo(new Versions(3, 3));
        assertThat(Versions.parse("1-4")).isEqualTo(new Versions(1, 4));
        assertThat(Versions.parse("2+")).isEqualTo(new Versions(2, Versions.OPEN));
    }

    @Test
    void conditionIsFoldedWhereTheKnownVersionsDecide() {
        assertThat(Condition.in(Versions.parse("0+"), KNOWN)).isEqualTo(Condition.ALWAYS);
        assertThat(Condition.in(Versions.parse("0-1"), KNOWN)).isEqualTo(Condition.NEVER);
        assertThat(Condition.in(Versions.parse("8+"), KNOWN)).isEqualTo(Condition.NEVER);
        assertThat(Condition.in(Versions.NONE, KNOWN)).isEqualTo(Condition.NEVER);
    }

    @Test
    void conditionNamesOnlyTheEndThatMatters() {
        assertThat(Condition.in(Versions.parse("3+"), KNOWN).expression()).isEqualTo("version >= 3");
        assertThat(Condition.in(Versions.parse("0-5"), KNOWN).expression()).isEqualTo("version <= 5");
        assertThat(Condition.in(Versions.parse("3-5"), KNOWN).expression()).isEqualTo("version >= 3 && version <= 5");
    }

    @Test
    void noVersionsAreInEveryRange() {
        assertThat(KNOWN.contains(Versions.NONE)).isTrue();
        assertThat(Versions.NONE.contains(KNOWN)).isFalse();
    }

    @Test
    void constantNamesAreWordsWithUnderscores() {
        assertThat(ApiKeyCode.constantName("SaslHandshakeRequest")).isEqualTo("SASL_HANDSHAKE");
        assertThat(ApiKeyCode.constantName("AssignReplicasToDirsRequest")).isEqualTo("ASSIGN_REPLICAS_TO_DIRS");
    }
}
