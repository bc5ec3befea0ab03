-- What a reporter wrote, in another language, as somebody of the desk wrote it or had it written: it stands beside the original, and each version stays.
create table report_translations (
  id uuid primary key,
  report_id uuid not null references reports (id),
  -- Null: the report's own text.
  message_id uuid references messages (id),
  language text not null check (language in ('fr', 'en', 'mn')),
  version integer not null check (version between 1 and 1000),
  body text not null check (length(body) between 1 and 20000),
  origin text not null check (origin in ('typed', 'imported')),
  -- Who or what translated, where it was not who wrote it down here.
  source text not null default '' check (length(source) <= 200),
  author_id uuid references people (id),
  at timestamptz not null,
  check (origin = 'typed' or source <> ''),
  -- Two who translate at once do not write over each other.
  unique nulls not distinct (report_id, message_id, language, version)
);
alter table report_translations enable row level security;
create policy report_translations_scope on report_translations using ((select toguna_is_desk()));
call toguna_guard('report_translations', 'reports', 'report_id');
