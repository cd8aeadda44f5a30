-- What people decide about records kept aside: corrections, replays, discards, with their history.
ALTER TABLE "pipeline"."quarantine"
    ADD COLUMN "corrected" JSONB,
    ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN "record_key" JSONB,
    ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "last_run_id" BIGINT,
    ADD COLUMN "first_rule" TEXT,
    ADD COLUMN "first_message" TEXT,
    ADD COLUMN "discard_reason" TEXT,
    ADD COLUMN "fixed_by_file_id" BIGINT;

-- CreateTable
CREATE TABLE "pipeline"."quarantine_events" (
    "id" BIGSERIAL NOT NULL,
    "quarantine_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" TEXT NOT NULL,
    "actor" TEXT,
    "run_id" BIGINT,
    "from_state" TEXT,
    "rule" TEXT,
    "message" TEXT,
    "fields" JSONB,

    CONSTRAINT "quarantine_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "quarantine_events_quarantine_id_id_idx" ON "pipeline"."quarantine_events"("quarantine_id", "id");

-- AddForeignKey
ALTER TABLE "pipeline"."quarantine_events" ADD CONSTRAINT "quarantine_events_quarantine_id_fkey"
    FOREIGN KEY ("quarantine_id") REFERENCES "pipeline"."quarantine"("id") ON DELETE CASCADE ON UPDATE CASCADE;

COMMENT ON TABLE "pipeline"."quarantine_events" IS 'Grain: one thing that was done to a record kept aside';
