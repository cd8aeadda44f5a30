-- What the orchestration keeps beside the runs: who works, what was recovered, when to run, what is broken outside.

ALTER TABLE "pipeline"."runs" ADD COLUMN     "earlier_errors" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "health" JSONB,
ADD COLUMN     "notice" TEXT,
ADD COLUMN     "reload_file_ids" BIGINT[],
ADD COLUMN     "repeats" BIGINT;

CREATE TABLE "pipeline"."workers" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "run_id" BIGINT,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(6),

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "workers_state" CHECK ("state" IN ('idle', 'standby', 'executing', 'stopped'))
);
COMMENT ON TABLE "pipeline"."workers" IS 'Grain: one worker process that announced itself. Without a recent heartbeat it is lost.';

CREATE TABLE "pipeline"."recoveries" (
    "id" BIGSERIAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "task" TEXT,
    "detail" TEXT NOT NULL,
    "last_sign_at" TIMESTAMPTZ(6) NOT NULL,
    "detected_at" TIMESTAMPTZ(6) NOT NULL,
    "resumed_at" TIMESTAMPTZ(6) NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "recoveries_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "recoveries_cause" CHECK ("cause" IN ('killed', 'hung', 'connection_lost', 'worker_lost'))
);
CREATE INDEX "recoveries_run_id_idx" ON "pipeline"."recoveries"("run_id");
COMMENT ON TABLE "pipeline"."recoveries" IS 'Grain: one time a run went on after its process or its worker failed.';

CREATE TABLE "pipeline"."schedule" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "cron" TEXT,
    "time_zone" TEXT,
    "catch_up" TEXT NOT NULL DEFAULT 'skip',
    "pause_after" INTEGER NOT NULL DEFAULT 3,
    "paused_at" TIMESTAMPTZ(6),
    "paused_by" TEXT,
    "pause_reason" TEXT,
    "counted_from_run" BIGINT NOT NULL DEFAULT 0,
    "last_tick_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "schedule_one_row" CHECK ("id" = 1),
    CONSTRAINT "schedule_catch_up" CHECK ("catch_up" IN ('skip', 'once')),
    CONSTRAINT "schedule_pause_after" CHECK ("pause_after" >= 0)
);
COMMENT ON TABLE "pipeline"."schedule" IS 'One row: when runs start by themselves. Null cron and time zone are those of the environment.';
INSERT INTO "pipeline"."schedule" ("id") VALUES (1);

CREATE TABLE "pipeline"."circuit_breakers" (
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(6),
    "last_error" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "circuit_breakers_pkey" PRIMARY KEY ("name"),
    CONSTRAINT "circuit_breakers_state" CHECK ("state" IN ('closed', 'open', 'half_open'))
);
COMMENT ON TABLE "pipeline"."circuit_breakers" IS 'Grain: one circuit breaker around something outside (redis, smtp, webhook:ID).';

CREATE TABLE "pipeline"."run_log" (
    "id" BIGSERIAL NOT NULL,
    "run_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "task" TEXT,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "run_log_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "run_log_run_id_id_idx" ON "pipeline"."run_log"("run_id", "id");
COMMENT ON TABLE "pipeline"."run_log" IS 'Grain: one line the process of a run logged. Kept for a week.';

CREATE TABLE "pipeline"."run_files" (
    "run_id" BIGINT NOT NULL,
    "file_id" BIGINT NOT NULL,
    "rows_read" BIGINT NOT NULL,
    "rows_loaded" BIGINT NOT NULL,
    "rows_unchanged" BIGINT NOT NULL,
    "rows_superseded" BIGINT NOT NULL,
    "rows_quarantined" BIGINT NOT NULL,

    CONSTRAINT "run_files_pkey" PRIMARY KEY ("run_id","file_id")
);
CREATE INDEX "run_files_file_id_idx" ON "pipeline"."run_files"("file_id");
COMMENT ON TABLE "pipeline"."run_files" IS 'Grain: one file as one published run read it.';
-- Every load so far read each of its files once.
INSERT INTO "pipeline"."run_files"
SELECT run_id, id, rows_read, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined
FROM "pipeline"."source_files" f
WHERE f.status = 'loaded' AND EXISTS (SELECT 1 FROM "pipeline"."runs" r WHERE r.id = f.run_id);

ALTER TABLE "pipeline"."recoveries" ADD CONSTRAINT "recoveries_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline"."runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pipeline"."run_log" ADD CONSTRAINT "run_log_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline"."runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pipeline"."run_files" ADD CONSTRAINT "run_files_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline"."runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
