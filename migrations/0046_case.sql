-- Scores of flaws, crises that follow a merged case, and alarms that every reader reads in the own language.

-- CVSS by its vectors; the score is worked out from them. Several people edit a flaw: its version tells who was first.
alter table disclosure_flaws
  add column cvss_v3 text check (cvss_v3 ~ '^CVSS:3\.1(/[A-Z]{1,3}:[A-Z])+$' and length(cvss_v3) <= 300),
  add column cvss_v4 text check (cvss_v4 ~ '^CVSS:4\.0(/[A-Z]{1,3}:[A-Za-z]+)+$' and length(cvss_v4) <= 300),
  add column version integer not null default 1;

-- What the machine raised is kept as a word's key and its values, and said in the language of who reads. A person's own words stay as they are.
alter table duty_alarms
  add column words text check (words in ('rota.alarm.severity', 'rota.alarm.legal', 'service.alarm')),
  add column word_values jsonb,
  add constraint duty_alarms_words_whole check ((words is null) = (word_values is null)),
  add constraint duty_alarms_words_of_machine check (words is null or kind <> 'operator');
-- Those that were raised before: their English says which word it was, and with what.
update duty_alarms a set words = 'rota.alarm.severity', word_values = jsonb_build_object('reference', split_part(a.title, ': ', 1), 'severity', v.severity)
  from (values ('Information', 'informational'), ('Low severity', 'low'), ('Medium severity', 'medium'), ('High severity', 'high'), ('Critical severity', 'critical')) v (word, severity)
  where a.kind = 'severity' and split_part(a.title, ': ', 2) = v.word;
update duty_alarms a set words = 'service.alarm', word_values = jsonb_build_object('reference', split_part(a.title, ': ', 1), 'clock', v.clock)
  from (values ('First answer is late', 'first_answer'), ('Resolution is late', 'resolution')) v (said, clock)
  where a.kind = 'breach' and split_part(a.title, ': ', 2) = v.said;
update duty_alarms set words = 'rota.alarm.legal', word_values = jsonb_build_object('filing', split_part(title, ': ', 1), 'stage', regexp_replace(split_part(title, ': ', 2), ' is due$', ''))
  where kind = 'legal' and title ~ '^[^:]+: .+ is due$';

-- The register's contacts are people too: their list leaves with a second person's word.
alter table export_requests drop constraint export_requests_list_check;
alter table export_requests add constraint export_requests_list_check check (list in ('reports', 'cases', 'people', 'contacts'));
