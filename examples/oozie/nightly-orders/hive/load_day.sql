-- Loads one day.
ALTER TABLE orders_raw ADD IF NOT EXISTS PARTITION (day = '${hivevar:DAY}') LOCATION '${hivevar:WAREHOUSE}/orders/day=${hivevar:DAY}';
INSERT OVERWRITE TABLE orders PARTITION (day = '${hivevar:DAY}') SELECT * FROM orders_raw WHERE day = '${hivevar:DAY}';
