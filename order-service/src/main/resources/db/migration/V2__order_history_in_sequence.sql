-- Changes of an order in the order they happened, whatever the clock said. Rows that exist are numbered as they were written.
ALTER TABLE order_history ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY;
