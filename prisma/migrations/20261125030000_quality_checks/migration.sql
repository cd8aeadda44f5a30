-- The catalogue of quality checks, as the last run knew it, and what each result was measured against.
CREATE TABLE "pipeline"."checks" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "what_to_do" TEXT NOT NULL,
    "threshold" DECIMAL(18,4),
    "threshold_unit" TEXT,
    "threshold_override" DECIMAL(18,4),

    CONSTRAINT "checks_pkey" PRIMARY KEY ("name")
);

COMMENT ON TABLE "pipeline"."checks" IS 'Grain: one quality check or contract rule. Written by every run from the code; only threshold_override is the shop''s.';

ALTER TABLE "pipeline"."check_results" ADD COLUMN "threshold" DECIMAL(18,4),
ADD COLUMN "note" TEXT;
