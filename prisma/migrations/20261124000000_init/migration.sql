-- The first state of the database. Written by Prisma's schema engine from
-- schema.prisma and then edited by hand, as Prisma does not model these:
--   * the four fact tables are partitioned by range of date_key; the pipeline makes the
--     quarterly partitions it needs (schema `partitions`), so there is no default one
--   * schema `staging`, where a run builds what its last transaction publishes
--   * the guest customer, the lease row, and comments on the tables (at the end)

CREATE SCHEMA IF NOT EXISTS "staging";

CREATE SCHEMA IF NOT EXISTS "partitions";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "auth";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "pipeline";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "warehouse";

-- CreateTable
CREATE TABLE "warehouse"."dim_dates" (
    "date_key" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "year" SMALLINT NOT NULL,
    "quarter" SMALLINT NOT NULL,
    "month" SMALLINT NOT NULL,
    "day" SMALLINT NOT NULL,
    "iso_year" SMALLINT NOT NULL,
    "iso_week" SMALLINT NOT NULL,
    "week_start" DATE NOT NULL,
    "month_start" DATE NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "weekday_name" TEXT NOT NULL,
    "month_name" TEXT NOT NULL,
    "fiscal_year" SMALLINT NOT NULL,
    "fiscal_quarter" SMALLINT NOT NULL,
    "fiscal_month" SMALLINT NOT NULL,
    "is_weekend" BOOLEAN NOT NULL,
    "is_holiday" BOOLEAN NOT NULL,
    "holiday_name" TEXT,
    "is_business_day" BOOLEAN NOT NULL,

    CONSTRAINT "dim_dates_pkey" PRIMARY KEY ("date_key")
);

-- CreateTable
CREATE TABLE "warehouse"."dim_suppliers" (
    "supplier_key" INTEGER NOT NULL,
    "supplier_id" TEXT NOT NULL,
    "supplier_name" TEXT NOT NULL,
    "contact_email" TEXT,
    "country" CHAR(2),
    "contract_start" DATE,
    "contract_end" DATE,
    "contract_status" TEXT NOT NULL,
    "payment_terms_days" INTEGER,
    "lead_time_days" INTEGER,
    "discount_rate" DECIMAL(7,6),
    "rating" DECIMAL(4,2),
    "updated_at" TIMESTAMPTZ(6),
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "dim_suppliers_pkey" PRIMARY KEY ("supplier_key")
);

-- CreateTable
CREATE TABLE "warehouse"."dim_products" (
    "product_key" INTEGER NOT NULL,
    "product_id" TEXT NOT NULL,
    "product_name" TEXT NOT NULL,
    "category" TEXT,
    "subcategory" TEXT,
    "brand" TEXT,
    "supplier_key" INTEGER,
    "unit_cost" DECIMAL(14,4),
    "list_price" DECIMAL(14,4) NOT NULL,
    "status" TEXT,
    "launched_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6),
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "dim_products_pkey" PRIMARY KEY ("product_key")
);

-- CreateTable
CREATE TABLE "warehouse"."dim_customers" (
    "customer_key" INTEGER NOT NULL,
    "customer_id" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "full_name" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "city" TEXT,
    "region" TEXT,
    "country" CHAR(2),
    "segment" TEXT,
    "created_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6),
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "dim_customers_pkey" PRIMARY KEY ("customer_key")
);

-- CreateTable
CREATE TABLE "warehouse"."dimension_confirmations" (
    "entity" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "dimension_confirmations_pkey" PRIMARY KEY ("entity","id","effective_at")
);

-- CreateTable
CREATE TABLE "warehouse"."exchange_rates" (
    "currency" CHAR(3) NOT NULL,
    "rate_date" DATE NOT NULL,
    "rate" DECIMAL(20,10) NOT NULL,
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "exchange_rates_pkey" PRIMARY KEY ("currency","rate_date")
);

-- CreateTable
CREATE TABLE "warehouse"."fact_orders" (
    "order_id" TEXT NOT NULL,
    "date_key" INTEGER NOT NULL,
    "customer_key" INTEGER NOT NULL,
    "ordered_at" TIMESTAMPTZ(6) NOT NULL,
    "hour" SMALLINT NOT NULL,
    "status" TEXT NOT NULL,
    "channel" TEXT,
    "currency" CHAR(3) NOT NULL,
    "fx_rate" DECIMAL(20,10) NOT NULL,
    "ship_country" CHAR(2),
    "payment_method" TEXT,
    "coupon_code" TEXT,
    "shipping_original" DECIMAL(14,2),
    "tax_original" DECIMAL(14,2),
    "discount_original" DECIMAL(14,2),
    "lines" INTEGER NOT NULL,
    "units" BIGINT NOT NULL,
    "gross" DECIMAL(18,2) NOT NULL,
    "discount" DECIMAL(18,2) NOT NULL,
    "net" DECIMAL(18,2) NOT NULL,
    "shipping" DECIMAL(18,2) NOT NULL,
    "tax" DECIMAL(18,2) NOT NULL,
    "total" DECIMAL(18,2) NOT NULL,
    "customer_type" TEXT NOT NULL,
    "is_first_order" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(6),
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "fact_orders_pkey" PRIMARY KEY ("order_id","date_key")
) PARTITION BY RANGE ("date_key");

-- CreateTable
CREATE TABLE "warehouse"."fact_sales" (
    "date_key" INTEGER NOT NULL,
    "order_id" TEXT NOT NULL,
    "line_number" INTEGER NOT NULL,
    "product_key" INTEGER NOT NULL,
    "customer_key" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "channel" TEXT,
    "currency" CHAR(3) NOT NULL,
    "ship_country" CHAR(2),
    "customer_type" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price" DECIMAL(14,4) NOT NULL,
    "discount_original" DECIMAL(14,2),
    "given_unit_cost" DECIMAL(14,4),
    "gross" DECIMAL(18,2) NOT NULL,
    "discount" DECIMAL(18,2) NOT NULL,
    "net" DECIMAL(18,2) NOT NULL,
    "unit_cost" DECIMAL(14,4),
    "cost" DECIMAL(18,2),
    "profit" DECIMAL(18,2),
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "fact_sales_pkey" PRIMARY KEY ("date_key","order_id","line_number")
) PARTITION BY RANGE ("date_key");

-- CreateTable
CREATE TABLE "warehouse"."fact_refunds" (
    "date_key" INTEGER NOT NULL,
    "order_id" TEXT NOT NULL,
    "refund_id" TEXT NOT NULL,
    "order_date_key" INTEGER NOT NULL,
    "line_number" INTEGER NOT NULL,
    "product_key" INTEGER NOT NULL,
    "customer_key" INTEGER NOT NULL,
    "refunded_at" TIMESTAMPTZ(6) NOT NULL,
    "status" TEXT NOT NULL,
    "channel" TEXT,
    "currency" CHAR(3) NOT NULL,
    "ship_country" CHAR(2),
    "customer_type" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "amount_original" DECIMAL(14,2) NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "cost" DECIMAL(18,2),
    "reason" TEXT,
    "restocked" BOOLEAN NOT NULL,
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "fact_refunds_pkey" PRIMARY KEY ("order_id","refund_id","date_key")
) PARTITION BY RANGE ("date_key");

-- CreateTable
CREATE TABLE "warehouse"."inventory_movements" (
    "date_key" INTEGER NOT NULL,
    "movement_id" TEXT NOT NULL,
    "product_key" INTEGER NOT NULL,
    "supplier_key" INTEGER,
    "moved_at" TIMESTAMPTZ(6) NOT NULL,
    "movement_type" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "given_unit_cost" DECIMAL(14,4),
    "unit_cost" DECIMAL(14,4),
    "reference" TEXT,
    "location" TEXT,
    "source_file_id" BIGINT NOT NULL,
    "source_row" BIGINT NOT NULL,

    CONSTRAINT "inventory_movements_pkey" PRIMARY KEY ("movement_id","date_key")
) PARTITION BY RANGE ("date_key");

-- CreateTable
CREATE TABLE "warehouse"."sales_daily" (
    "date_key" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "ship_country" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "customer_type" TEXT NOT NULL,
    "segment" TEXT NOT NULL,
    "orders" BIGINT NOT NULL,
    "lines" BIGINT NOT NULL,
    "units" BIGINT NOT NULL,
    "gross" DECIMAL(18,2) NOT NULL,
    "discounts" DECIMAL(18,2) NOT NULL,
    "shipping" DECIMAL(18,2) NOT NULL,
    "taxes" DECIMAL(18,2) NOT NULL,
    "cost" DECIMAL(18,2) NOT NULL,
    "costed_net" DECIMAL(18,2) NOT NULL,
    "returns" DECIMAL(18,2) NOT NULL,
    "returned_units" BIGINT NOT NULL,
    "returned_cost" DECIMAL(18,2) NOT NULL,
    "costed_returns" DECIMAL(18,2) NOT NULL,
    "returns_by_order_date" DECIMAL(18,2) NOT NULL,
    "returned_units_by_order_date" BIGINT NOT NULL,
    "returned_cost_by_order_date" DECIMAL(18,2) NOT NULL,
    "costed_returns_by_order_date" DECIMAL(18,2) NOT NULL,

    CONSTRAINT "sales_daily_pkey" PRIMARY KEY ("date_key","channel","ship_country","currency","customer_type","segment")
);

-- CreateTable
CREATE TABLE "warehouse"."product_daily" (
    "date_key" INTEGER NOT NULL,
    "product_key" INTEGER NOT NULL,
    "lines" BIGINT NOT NULL,
    "units" BIGINT NOT NULL,
    "gross" DECIMAL(18,2) NOT NULL,
    "discounts" DECIMAL(18,2) NOT NULL,
    "cost" DECIMAL(18,2) NOT NULL,
    "costed_net" DECIMAL(18,2) NOT NULL,
    "returns" DECIMAL(18,2) NOT NULL,
    "returned_units" BIGINT NOT NULL,
    "returned_cost" DECIMAL(18,2) NOT NULL,
    "costed_returns" DECIMAL(18,2) NOT NULL,
    "returns_by_order_date" DECIMAL(18,2) NOT NULL,
    "returned_units_by_order_date" BIGINT NOT NULL,
    "returned_cost_by_order_date" DECIMAL(18,2) NOT NULL,
    "costed_returns_by_order_date" DECIMAL(18,2) NOT NULL,

    CONSTRAINT "product_daily_pkey" PRIMARY KEY ("date_key","product_key")
);

-- CreateTable
CREATE TABLE "warehouse"."customer_value" (
    "customer_id" TEXT NOT NULL,
    "customer_key" INTEGER NOT NULL,
    "cohort_month" DATE NOT NULL,
    "first_order_at" TIMESTAMPTZ(6) NOT NULL,
    "last_order_at" TIMESTAMPTZ(6) NOT NULL,
    "first_date_key" INTEGER NOT NULL,
    "last_date_key" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "purchase_days" INTEGER NOT NULL,
    "units" BIGINT NOT NULL,
    "gross" DECIMAL(18,2) NOT NULL,
    "discounts" DECIMAL(18,2) NOT NULL,
    "returns" DECIMAL(18,2) NOT NULL,
    "cost" DECIMAL(18,2) NOT NULL,
    "returned_cost" DECIMAL(18,2) NOT NULL,

    CONSTRAINT "customer_value_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "warehouse"."inventory_daily" (
    "date_key" INTEGER NOT NULL,
    "product_id" TEXT NOT NULL,
    "received" BIGINT NOT NULL,
    "sold" BIGINT NOT NULL,
    "returned" BIGINT NOT NULL,
    "adjusted" BIGINT NOT NULL,
    "transferred" BIGINT NOT NULL,
    "written_off" BIGINT NOT NULL,
    "on_hand" BIGINT NOT NULL,
    "average_cost" DECIMAL(18,6),
    "stock_value" DECIMAL(18,2) NOT NULL,
    "fifo_value" DECIMAL(18,2) NOT NULL,

    CONSTRAINT "inventory_daily_pkey" PRIMARY KEY ("product_id","date_key")
);

-- CreateTable
CREATE TABLE "pipeline"."runs" (
    "id" BIGSERIAL NOT NULL,
    "status" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_by" TEXT,
    "inbox_dir" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "cancel_requested_at" TIMESTAMPTZ(6),
    "worker_id" TEXT,
    "heartbeat_at" TIMESTAMPTZ(6),
    "epoch" BIGINT,
    "version" INTEGER,
    "files" INTEGER NOT NULL DEFAULT 0,
    "rows_read" BIGINT NOT NULL DEFAULT 0,
    "rows_loaded" BIGINT NOT NULL DEFAULT 0,
    "rows_unchanged" BIGINT NOT NULL DEFAULT 0,
    "rows_superseded" BIGINT NOT NULL DEFAULT 0,
    "rows_quarantined" BIGINT NOT NULL DEFAULT 0,
    "rows_released" BIGINT NOT NULL DEFAULT 0,
    "error" JSONB,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline"."task_runs" (
    "id" BIGSERIAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "task" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "rows_done" BIGINT,
    "rows_total" BIGINT,
    "message" TEXT,
    "output" JSONB,
    "error" JSONB,

    CONSTRAINT "task_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline"."source_files" (
    "id" BIGSERIAL NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "name" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "archive_path" TEXT NOT NULL,
    "arrived_at" TIMESTAMPTZ(6) NOT NULL,
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "run_id" BIGINT,
    "status" TEXT NOT NULL,
    "entity" TEXT,
    "encoding" TEXT,
    "delimiter" TEXT,
    "header" TEXT[],
    "unknown_columns" TEXT[],
    "reject_code" TEXT,
    "reject_message" TEXT,
    "rows_read" BIGINT NOT NULL DEFAULT 0,
    "rows_loaded" BIGINT NOT NULL DEFAULT 0,
    "rows_unchanged" BIGINT NOT NULL DEFAULT 0,
    "rows_superseded" BIGINT NOT NULL DEFAULT 0,
    "rows_quarantined" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "source_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline"."file_warnings" (
    "file_id" BIGINT NOT NULL,
    "rule" TEXT NOT NULL,
    "column_name" TEXT NOT NULL DEFAULT '',
    "rows" BIGINT NOT NULL,
    "sample_row" BIGINT,
    "sample_value" TEXT,
    "message" TEXT NOT NULL,

    CONSTRAINT "file_warnings_pkey" PRIMARY KEY ("file_id","rule","column_name")
);

-- CreateTable
CREATE TABLE "pipeline"."quarantine" (
    "id" BIGSERIAL NOT NULL,
    "file_id" BIGINT NOT NULL,
    "record_number" BIGINT NOT NULL,
    "run_id" BIGINT NOT NULL,
    "entity" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "column_name" TEXT,
    "value" TEXT,
    "message" TEXT NOT NULL,
    "raw" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "quarantined_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "released_run_id" BIGINT,
    "released_as" TEXT,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline"."check_results" (
    "id" BIGSERIAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "failing_rows" BIGINT NOT NULL,
    "sample" JSONB NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "checked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "check_results_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline"."alerts" (
    "id" BIGSERIAL NOT NULL,
    "rule" TEXT NOT NULL,
    "run_id" BIGINT,
    "message" TEXT NOT NULL,
    "detail" JSONB,
    "raised_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(6),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline"."warehouse_version" (
    "version" INTEGER NOT NULL,
    "run_id" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "published_at" TIMESTAMPTZ(6) NOT NULL,
    "first_date" DATE,
    "last_date" DATE,

    CONSTRAINT "warehouse_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "pipeline"."lease" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "holder" TEXT,
    "run_id" BIGINT,
    "heartbeat_at" TIMESTAMPTZ(6),

    CONSTRAINT "lease_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline"."settings" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "auth"."users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."sessions" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."accounts" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(6),
    "refresh_token_expires_at" TIMESTAMPTZ(6),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."rate_limits" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "dim_dates_date_key" ON "warehouse"."dim_dates"("date");

-- CreateIndex
CREATE UNIQUE INDEX "dim_suppliers_supplier_id_key" ON "warehouse"."dim_suppliers"("supplier_id");

-- CreateIndex
CREATE INDEX "dim_products_supplier_key_idx" ON "warehouse"."dim_products"("supplier_key");

-- CreateIndex
CREATE UNIQUE INDEX "dim_products_product_id_valid_from_key" ON "warehouse"."dim_products"("product_id", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "dim_customers_customer_id_valid_from_key" ON "warehouse"."dim_customers"("customer_id", "valid_from");

-- CreateIndex
CREATE INDEX "fact_orders_customer_key_idx" ON "warehouse"."fact_orders"("customer_key");

-- CreateIndex
CREATE INDEX "fact_sales_order_id_idx" ON "warehouse"."fact_sales"("order_id");

-- CreateIndex
CREATE INDEX "fact_sales_product_key_idx" ON "warehouse"."fact_sales"("product_key");

-- CreateIndex
CREATE INDEX "fact_refunds_refund_id_idx" ON "warehouse"."fact_refunds"("refund_id");

-- CreateIndex
CREATE INDEX "fact_refunds_product_key_idx" ON "warehouse"."fact_refunds"("product_key");

-- CreateIndex
CREATE INDEX "inventory_movements_product_key_idx" ON "warehouse"."inventory_movements"("product_key");

-- CreateIndex
CREATE INDEX "customer_value_cohort_month_idx" ON "warehouse"."customer_value"("cohort_month");

-- CreateIndex
CREATE INDEX "runs_status_idx" ON "pipeline"."runs"("status");

-- CreateIndex
CREATE UNIQUE INDEX "task_runs_run_id_task_scope_key" ON "pipeline"."task_runs"("run_id", "task", "scope");

-- CreateIndex
CREATE UNIQUE INDEX "source_files_sha256_key" ON "pipeline"."source_files"("sha256");

-- CreateIndex
CREATE INDEX "source_files_run_id_idx" ON "pipeline"."source_files"("run_id");

-- CreateIndex
CREATE INDEX "quarantine_state_entity_idx" ON "pipeline"."quarantine"("state", "entity");

-- CreateIndex
CREATE INDEX "quarantine_run_id_idx" ON "pipeline"."quarantine"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantine_file_id_record_number_key" ON "pipeline"."quarantine"("file_id", "record_number");

-- CreateIndex
CREATE INDEX "check_results_name_idx" ON "pipeline"."check_results"("name");

-- CreateIndex
CREATE UNIQUE INDEX "check_results_run_id_name_key" ON "pipeline"."check_results"("run_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "auth"."users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "auth"."sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "auth"."sessions"("user_id");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "auth"."accounts"("user_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "auth"."verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_key_key" ON "auth"."rate_limits"("key");

-- AddForeignKey
ALTER TABLE "warehouse"."dim_products" ADD CONSTRAINT "dim_products_supplier_key_fkey" FOREIGN KEY ("supplier_key") REFERENCES "warehouse"."dim_suppliers"("supplier_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_orders" ADD CONSTRAINT "fact_orders_date_key_fkey" FOREIGN KEY ("date_key") REFERENCES "warehouse"."dim_dates"("date_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_orders" ADD CONSTRAINT "fact_orders_customer_key_fkey" FOREIGN KEY ("customer_key") REFERENCES "warehouse"."dim_customers"("customer_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_sales" ADD CONSTRAINT "fact_sales_date_key_fkey" FOREIGN KEY ("date_key") REFERENCES "warehouse"."dim_dates"("date_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_sales" ADD CONSTRAINT "fact_sales_product_key_fkey" FOREIGN KEY ("product_key") REFERENCES "warehouse"."dim_products"("product_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_sales" ADD CONSTRAINT "fact_sales_customer_key_fkey" FOREIGN KEY ("customer_key") REFERENCES "warehouse"."dim_customers"("customer_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_sales" ADD CONSTRAINT "fact_sales_order_id_date_key_fkey" FOREIGN KEY ("order_id", "date_key") REFERENCES "warehouse"."fact_orders"("order_id", "date_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_refunds" ADD CONSTRAINT "fact_refunds_date_key_fkey" FOREIGN KEY ("date_key") REFERENCES "warehouse"."dim_dates"("date_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_refunds" ADD CONSTRAINT "fact_refunds_product_key_fkey" FOREIGN KEY ("product_key") REFERENCES "warehouse"."dim_products"("product_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_refunds" ADD CONSTRAINT "fact_refunds_customer_key_fkey" FOREIGN KEY ("customer_key") REFERENCES "warehouse"."dim_customers"("customer_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."fact_refunds" ADD CONSTRAINT "fact_refunds_order_date_key_order_id_line_number_fkey" FOREIGN KEY ("order_date_key", "order_id", "line_number") REFERENCES "warehouse"."fact_sales"("date_key", "order_id", "line_number") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."inventory_movements" ADD CONSTRAINT "inventory_movements_date_key_fkey" FOREIGN KEY ("date_key") REFERENCES "warehouse"."dim_dates"("date_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."inventory_movements" ADD CONSTRAINT "inventory_movements_product_key_fkey" FOREIGN KEY ("product_key") REFERENCES "warehouse"."dim_products"("product_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warehouse"."inventory_movements" ADD CONSTRAINT "inventory_movements_supplier_key_fkey" FOREIGN KEY ("supplier_key") REFERENCES "warehouse"."dim_suppliers"("supplier_key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "pipeline"."task_runs" ADD CONSTRAINT "task_runs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline"."runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline"."check_results" ADD CONSTRAINT "check_results_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline"."runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows that always exist

-- Key 0: whoever bought without an account. Belongs to no file.
INSERT INTO "warehouse"."dim_customers"
    ("customer_key", "customer_id", "effective_at", "valid_from", "valid_to", "is_current", "source_file_id", "source_row")
VALUES
    (0, NULL, '1900-01-01T00:00:00Z', '1900-01-01T00:00:00Z', '9999-12-31T00:00:00Z', true, 0, 0);

INSERT INTO "pipeline"."lease" ("id") VALUES (1);

-- Comments

COMMENT ON SCHEMA "staging" IS 'What a run has prepared and not yet published; emptied afterwards.';
COMMENT ON SCHEMA "partitions" IS 'Quarterly partitions of the fact tables, made by the pipeline.';
COMMENT ON TABLE "warehouse"."dim_dates" IS 'Grain: one calendar day. Covers whole calendar years from the first to the last fact.';
COMMENT ON TABLE "warehouse"."dim_suppliers" IS 'Grain: one supplier (type 1: the latest record wins).';
COMMENT ON TABLE "warehouse"."dim_products" IS 'Grain: one version of a product. SCD type 2 on unit_cost, list_price, category, subcategory and supplier; the other attributes are those of the latest record on every version.';
COMMENT ON TABLE "warehouse"."dim_customers" IS 'Grain: one version of a customer. SCD type 2 on segment, city, region and country. Key 0 is the guest (customer_id null).';
COMMENT ON TABLE "warehouse"."dimension_confirmations" IS 'Grain: one later record of a product or customer that repeated the version in force and so began none. Kept because a record that arrives late between the two splits that version.';
COMMENT ON TABLE "warehouse"."exchange_rates" IS 'Grain: one currency on one day. rate = one unit of currency in the reporting currency; an order takes the latest rate at or before its day.';
COMMENT ON TABLE "warehouse"."fact_orders" IS 'Grain: one order. Range-partitioned by date_key (order day in the store''s time zone).';
COMMENT ON TABLE "warehouse"."fact_sales" IS 'Grain: one order line. Range-partitioned by date_key (order day).';
COMMENT ON TABLE "warehouse"."fact_refunds" IS 'Grain: one refunded line. Range-partitioned by date_key (refund day); carries the order''s day too.';
COMMENT ON TABLE "warehouse"."inventory_movements" IS 'Grain: one stock movement. Range-partitioned by date_key (day of the movement). On-hand is derived.';
COMMENT ON TABLE "warehouse"."sales_daily" IS 'Grain: one day × channel × country × currency × customer type × segment. Columns ending in _by_order_date carry the refunds of the orders of that day.';
COMMENT ON TABLE "warehouse"."product_daily" IS 'Grain: one day × product version. Measures as in sales_daily, without those of whole orders.';
COMMENT ON TABLE "warehouse"."customer_value" IS 'Grain: one known customer with at least one sold order, to date.';
COMMENT ON TABLE "warehouse"."inventory_daily" IS 'Grain: one product × day with a movement. Balances are those at the end of the day.';
COMMENT ON TABLE "pipeline"."runs" IS 'Grain: one execution of the pipeline, from request to end.';
COMMENT ON TABLE "pipeline"."task_runs" IS 'Grain: one task of one run (scope = entity or file where a task fans out, else '''').';
COMMENT ON TABLE "pipeline"."source_files" IS 'Grain: one distinct file ever received (by content). id is the order of arrival.';
COMMENT ON TABLE "pipeline"."file_warnings" IS 'Grain: one row-level warning rule that fired in one file.';
COMMENT ON TABLE "pipeline"."quarantine" IS 'Grain: one record of a file that is kept aside, with the reason.';
COMMENT ON TABLE "pipeline"."check_results" IS 'Grain: one check of one run.';
COMMENT ON TABLE "pipeline"."alerts" IS 'Grain: one alert raised.';
COMMENT ON TABLE "pipeline"."warehouse_version" IS 'Grain: one published load. The newest row is what the dashboards show.';
COMMENT ON TABLE "pipeline"."lease" IS 'One row: who executes runs now. The advisory lock decides; this row tells.';
COMMENT ON TABLE "pipeline"."settings" IS 'Grain: one setting the loaded figures depend on (reporting_currency, store_timezone).';
COMMENT ON TABLE "auth"."users" IS 'One person who may sign in.';
COMMENT ON TABLE "auth"."sessions" IS 'One signed-in browser.';
COMMENT ON TABLE "auth"."accounts" IS 'One way a person signs in; holds the password hash.';
COMMENT ON TABLE "auth"."verifications" IS 'One pending verification, such as of an e-mail address.';
COMMENT ON TABLE "auth"."rate_limits" IS 'One counter of sign-in attempts.';
