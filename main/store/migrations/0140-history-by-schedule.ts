/** What runs of schedules did is kept as long as those runs are; what was done by hand on its own. */
export const up = `
CREATE INDEX sync_runs_by_hand ON sync_runs (started_at) WHERE schedule_run IS NULL;

CREATE INDEX schedule_runs_by_age ON schedule_runs (schedule_id, id);

CREATE TRIGGER schedule_runs_forgotten BEFORE DELETE ON schedule_runs BEGIN
  DELETE FROM sync_runs WHERE schedule_run = old.id;
END;
`
