-- Loads every day that is in the warehouse.
MSCK REPAIR TABLE orders_raw;
INSERT OVERWRITE TABLE orders PARTITION (day) SELECT * FROM orders_raw;
