-- What accepting one report writes, as plain statements for pgbench: scope with the report's id, report and receipt, log row, event.
begin;
select set_config('toguna.scope', 'intake', true), set_config('toguna.person', '', true), set_config('toguna.organisation', '', true), set_config('toguna.report', gen_random_uuid()::text, true);
with new_report as (
  insert into reports (id, reference, organisation_id, source, flow, language, subject, description, answers, is_anonymous, answer_channel, received_at)
  select (select toguna_report()), 'PB-2026-' || number::text, (select id from organisations where kind = 'cert'), 'api', 'free', 'fr', '',
    'Courriel frauduleux hxxp://pay[.]example/login vu ce matin', '{}', true, 'receipt', now() from nextval('report_number') as number returning id
), new_receipt as (
  insert into receipts (locator, report_id, secret_hmac, created_at)
  select lpad(((random() * 899999999)::bigint + 100000000)::text, 9, '0'), id, sha256(id::text::bytea), now() from new_report on conflict do nothing
) insert into audit_log (id, at, actor_kind, action, object_type, object_id, request_id, detail, salt, commitment, leaf_hash)
  select gen_random_uuid(), now(), 'api_key', 'report.receive', 'report', id::text, 'bench', '{}', sha256(id::text::bytea), sha256(id::text::bytea), sha256(id::text::bytea) from new_report;
select toguna_add_job('event', '{"type":"report.received"}'::json, null, 25, null, 0);
commit;
