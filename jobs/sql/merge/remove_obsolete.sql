-- Versions a late record dissolved; the facts that pointed to them were written anew above.
-- (product_daily is rebuilt by aggregate for the days concerned; its rows of a dissolved version go now.)
delete from warehouse.product_daily d using staging.obsolete_products o where o.product_key = d.product_key;
delete from warehouse.dim_products p using staging.obsolete_products o where o.product_key = p.product_key;
delete from warehouse.dim_customers c using staging.obsolete_customers o where o.customer_key = c.customer_key;
