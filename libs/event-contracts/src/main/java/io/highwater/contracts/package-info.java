/// What crosses between services: events (past tense) and commands (imperative) as records, one package per owning
/// service. A type's name and major version travel in the `ce_type` header; consumers ignore fields they do not
/// know.
@NullMarked
package io.highwater.contracts;

import org.jspecify.annotations.NullMarked;
