-- The saga's steps this service carried out, and what it replied. The reply is absent only while the step runs.
CREATE TABLE saga_step (
    saga_id    uuid        NOT NULL,
    step       varchar(64) NOT NULL,
    reply_id   uuid,
    reply_type varchar(128),
    reply      text,
    done_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (saga_id, step)
);
