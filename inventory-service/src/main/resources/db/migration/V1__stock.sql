CREATE TABLE item (
    sku      varchar(64) PRIMARY KEY,
    on_hand  integer NOT NULL CHECK (on_hand >= 0),
    reserved integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    shipped  bigint  NOT NULL DEFAULT 0,
    CHECK (reserved <= on_hand)
);
INSERT INTO item (sku, on_hand)
VALUES ('book', 1000000), ('lamp', 1000000), ('unicorn', 0), ('last-one', 1);

-- RELEASED is also the state of a reservation that was cancelled before it arrived: it blocks it.
CREATE TABLE reservation (
    saga_id    uuid        PRIMARY KEY,
    order_id   uuid        NOT NULL UNIQUE,
    state      varchar(16) NOT NULL CHECK (state IN ('RESERVED', 'REJECTED', 'RELEASED', 'SHIPPED')),
    changed_at timestamptz NOT NULL
);

CREATE TABLE reservation_line (
    saga_id  uuid        NOT NULL REFERENCES reservation,
    sku      varchar(64) NOT NULL,
    quantity integer     NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (saga_id, sku)
);
