-- What the portal learns of itself without learning of anybody: how long a flow takes, how easy it was found. And questions that were read aloud.

-- Counters, not rows of people: how many reports of a flow were sent in a week after about so many seconds. No report, no address, no hour.
create table flow_times (
  -- The Monday of the ISO week, in UTC.
  week date not null check (extract(isodow from week) = 1),
  flow text not null check (flow ~ '^[a-z]{2,20}$'),
  language text not null check (language ~ '^[a-z]{2,3}$'),
  -- Upper edge of the step that the time fell into; 0 is "longer than the last step".
  up_to_seconds integer not null check (up_to_seconds between 0 and 86400),
  count integer not null check (count > 0),
  primary key (week, flow, language, up_to_seconds)
);
create table flow_opinions (
  week date not null check (extract(isodow from week) = 1),
  flow text not null check (flow ~ '^[a-z]{2,20}$'),
  language text not null check (language ~ '^[a-z]{2,3}$'),
  opinion text not null check (opinion in ('very_easy', 'easy', 'hard', 'very_hard')),
  count integer not null check (count > 0),
  primary key (week, flow, language, opinion)
);
alter table flow_times enable row level security;
alter table flow_opinions enable row level security;
create policy flow_times_write on flow_times using ((select toguna_scope()) = 'system');
create policy flow_opinions_write on flow_opinions using ((select toguna_scope()) = 'system');
create policy flow_times_read on flow_times for select using ((select toguna_scope()) in ('staff', 'person'));
create policy flow_opinions_read on flow_opinions for select using ((select toguna_scope()) in ('staff', 'person'));

-- One recording for a question and a language, for people who do not read. Small: they are heard over bad lines.
create table spoken_questions (
  -- The page of a flow: "citizen/what", "suspicious".
  question text not null check (question ~ '^[a-z]{2,20}(/[A-Za-z]{1,40})?$'),
  language text not null check (language ~ '^[a-z]{2,3}$'),
  media_type text not null check (media_type in ('audio/mpeg', 'audio/ogg', 'audio/mp4')),
  bytes bytea not null check (length(bytes) between 1 and 1000000),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  duration_seconds numeric(6, 1) not null check (duration_seconds > 0 and duration_seconds <= 120),
  -- The words that were read, as they stood: a question that was changed since needs a new recording.
  text_sha256 text not null check (text_sha256 ~ '^[0-9a-f]{64}$'),
  put_by uuid references people (id),
  put_at timestamptz not null,
  primary key (question, language)
);
alter table spoken_questions enable row level security;
-- They are made to be heard by everybody.
create policy spoken_questions_read on spoken_questions for select using (true);
create policy spoken_questions_write on spoken_questions for insert with check ((select toguna_scope()) in ('staff', 'person'));
create policy spoken_questions_change on spoken_questions for update using ((select toguna_scope()) in ('staff', 'person'));
create policy spoken_questions_remove on spoken_questions for delete using ((select toguna_scope()) in ('staff', 'person'));
