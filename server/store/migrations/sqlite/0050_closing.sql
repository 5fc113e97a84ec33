-- Closing one's account: what the rules of archives want kept stays sealed until a day, everything else goes.

-- The name of somebody whose account is closed; the open one is gone then.
ALTER TABLE person ADD COLUMN name_sealed BLOB;
ALTER TABLE person ADD COLUMN closed_at BIGINT;
-- Until when name and document are kept; absent where nothing of somebody is (any more), and for everybody else.
ALTER TABLE person ADD COLUMN kept_until BIGINT;
CREATE INDEX person_by_end ON person (kept_until) WHERE kept_until IS NOT NULL;

-- Of somebody who is gone the sex is not known.
ALTER TABLE person ADD COLUMN sex_or_none TEXT NOT NULL DEFAULT '' CHECK (sex_or_none IN ('', 'f', 'm'));
UPDATE person SET sex_or_none = sex;
ALTER TABLE person DROP COLUMN sex;
ALTER TABLE person RENAME COLUMN sex_or_none TO sex;

-- No hours for nobody: an answer on its way while somebody closes an account that left nothing comes too late.
CREATE TRIGGER ledger_entry_of_somebody BEFORE INSERT ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'ledger_entry: nobody is known any more under this person') WHERE EXISTS (
        SELECT 1 FROM person p WHERE p.id = NEW.person_id AND p.closed_at IS NOT NULL AND p.kept_until IS NULL);
END;

-- An invitation opens once and in time; after its time the name of who was meant may go, and nothing else.
DROP TRIGGER invitation_once;
CREATE TRIGGER invitation_once BEFORE UPDATE ON invitation
WHEN NOT (NEW.name = '' AND NEW.code_digest = OLD.code_digest AND NEW.role = OLD.role
          AND NEW.organisation_id = OLD.organisation_id AND NEW.region_id = OLD.region_id
          AND NEW.invited_by = OLD.invited_by AND NEW.made_at = OLD.made_at AND NEW.expires_at = OLD.expires_at
          AND NEW.accepted_at IS OLD.accepted_at AND NEW.accepted_by IS OLD.accepted_by)
BEGIN
    SELECT RAISE(ABORT, 'invitation: it opens once, for somebody else, in time')
    WHERE OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.role <> OLD.role OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id
       OR NEW.invited_by <> OLD.invited_by OR NEW.expires_at <> OLD.expires_at
       OR NOT EXISTS (SELECT 1 FROM account a JOIN account b ON b.id = OLD.invited_by
                      WHERE a.id = NEW.accepted_by AND a.person_id <> b.person_id);
END;

-- What is over is looked for by its time.
CREATE INDEX login_session_by_end ON login_session (expires_at);
CREATE INDEX category_paper_by_decision ON category_paper (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX staff_device_by_time ON staff_device (last_at);

-- When the file of an export was erased; its line, fingerprint and manifest stay.
ALTER TABLE export_run ADD COLUMN erased_at BIGINT;
