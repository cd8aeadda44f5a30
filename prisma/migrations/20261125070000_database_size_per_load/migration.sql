-- How large the database was when a load was published. The default measures it, so the
-- publish itself need not know; loads from before the column stay unmeasured.
alter table pipeline.warehouse_version add column database_bytes bigint;
alter table pipeline.warehouse_version alter column database_bytes set default pg_database_size(current_database());
