package io.highwater.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseScriptTest {
    @Test
    void aScriptIsRunStatementByStatementWithoutItsComments() {
        assertThat(DatabaseScript.statements("-- why; because\nCREATE ROLE a;\n\nCREATE DATABASE a\n  OWNER a;\n"))
                .containsExactly("CREATE ROLE a", "CREATE DATABASE a\n  OWNER a");
    }
}
