package io.highwater.system;

import java.util.List;

/// One order as wished for, and how it must end.
record Wish(String user, String sku, int quantity) {
    /// What each order of a round of ten is: mostly good ones, and each way to fail.
    private static final List<Wish> ROUND = List.of(
            new Wish("alice", "book", 1),
            new Wish("bob", "lamp", 2),
            new Wish("alice", "lamp", 1),
            new Wish("carol", "lamp", 1),
            new Wish("bob", "book", 3),
            new Wish("alice", "unicorn", 1),
            new Wish("bob", "book", 1),
            new Wish("alice", "book", 1),
            new Wish("alice", "book", 2),
            new Wish("carol", "book", 1));

    /// His SMS provider refuses each message twice, and his messages go out one after the other.
    private static final Wish RETRIED = new Wish("dave", "book", 1);

    private static final int RETRIED_EVERY = 40;

    /// The wish of the order with this number in a long row of them.
    static Wish number(int index) {
        return index % RETRIED_EVERY == 0 ? RETRIED : ROUND.get(index % ROUND.size());
    }

    String end() {
        return user.equals("carol") || sku.equals("unicorn") ? "REJECTED" : "SHIPPED";
    }
}
