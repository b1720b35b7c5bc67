package io.highwater.broker.compatibility.matrix;

import java.util.List;

/// One case of the matrix: a tool, its arguments and what it reads.
///
/// @param arguments  as in the table; `{work}`, `{data}` and `{bootstrap}` stand for the places of the node at hand
/// @param input      standard input, empty or lines that end in a line feed
/// @param repeatable only reads, and may be asked again until what an earlier case changed has settled on both nodes
record Case(String name, String tool, List<String> arguments, String input, boolean repeatable) {
    Case {
        arguments = List.copyOf(arguments);
    }
}
