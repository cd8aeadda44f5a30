-- What each published load changed, against the one before.

CREATE TABLE "pipeline"."load_changes" (
    "version" INTEGER NOT NULL,
    "table_name" TEXT NOT NULL,
    "rows_added" BIGINT NOT NULL,
    "rows_changed" BIGINT NOT NULL,
    "rows_removed" BIGINT NOT NULL,

    CONSTRAINT "load_changes_pkey" PRIMARY KEY ("version","table_name")
);

CREATE TABLE "pipeline"."load_metrics" (
    "version" INTEGER NOT NULL,
    "date_key" INTEGER NOT NULL DEFAULT 0,
    "metric" TEXT NOT NULL,
    "before" DECIMAL(20,2),
    "after" DECIMAL(20,2) NOT NULL,

    CONSTRAINT "load_metrics_pkey" PRIMARY KEY ("version","date_key","metric")
);

ALTER TABLE "pipeline"."load_changes" ADD CONSTRAINT "load_changes_version_fkey" FOREIGN KEY ("version") REFERENCES "pipeline"."warehouse_version"("version") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "pipeline"."load_metrics" ADD CONSTRAINT "load_metrics_version_fkey" FOREIGN KEY ("version") REFERENCES "pipeline"."warehouse_version"("version") ON DELETE CASCADE ON UPDATE CASCADE;

COMMENT ON TABLE "pipeline"."load_changes" IS 'Grain: one table of one load: rows it added, changed and removed.';
COMMENT ON TABLE "pipeline"."load_metrics" IS 'Grain: one metric of one load, in all (date_key 0) or on one day that changed, before and after.';
