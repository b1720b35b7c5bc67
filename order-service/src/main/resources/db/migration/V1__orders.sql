CREATE TABLE orders (
    id              uuid PRIMARY KEY,
    user_id         varchar(64) NOT NULL,
    status          varchar(16) NOT NULL CHECK (status IN ('PENDING', 'CONFIRMED', 'SHIPPED', 'REJECTED')),
    total_cents     bigint      NOT NULL CHECK (total_cents >= 0),
    reason          varchar(64),
    detail          text,
    tracking_number varchar(64),
    CHECK ((status = 'REJECTED') = (reason IS NOT NULL)),
    CHECK ((status = 'SHIPPED') = (tracking_number IS NOT NULL))
);
-- Ids are time-ordered: a user's newest orders are the end of this index.
CREATE INDEX orders_of_user ON orders (user_id, id);

CREATE TABLE order_line (
    order_id         uuid        NOT NULL REFERENCES orders,
    line_no          integer     NOT NULL,
    sku              varchar(64) NOT NULL,
    quantity         integer     NOT NULL CHECK (quantity > 0),
    unit_price_cents bigint      NOT NULL CHECK (unit_price_cents >= 0),
    PRIMARY KEY (order_id, line_no)
);

-- When an order reached each status, and the event that said so: told again under the same id when asked again.
CREATE TABLE order_history (
    order_id   uuid        NOT NULL REFERENCES orders,
    status     varchar(16) NOT NULL,
    changed_at timestamptz NOT NULL,
    event_id   uuid        NOT NULL,
    PRIMARY KEY (order_id, status)
);

CREATE TABLE price (
    sku              varchar(64) PRIMARY KEY,
    unit_price_cents bigint NOT NULL CHECK (unit_price_cents >= 0)
);
INSERT INTO price (sku, unit_price_cents)
VALUES ('book', 1999), ('lamp', 4999), ('unicorn', 99999), ('last-one', 999);

-- Answers already given to requests that carried an Idempotency-Key.
CREATE TABLE idempotency_key (
    key         varchar(200) PRIMARY KEY,
    fingerprint char(64)     NOT NULL,
    response    text,
    created_at  timestamptz  NOT NULL DEFAULT now()
);
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
