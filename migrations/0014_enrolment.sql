-- Constituents' own people: which organisation a session acts for, claims of entries, letters with codes, and proposals of change.

-- Somebody with roles in several organisations acts for one at a time; null: the national team's, else the first.
alter table sessions add column acting_organisation_id uuid references organisations (id);
