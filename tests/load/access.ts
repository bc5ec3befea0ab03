// What row-level security costs: the desk's lists, pages and search under their policies, beside the same verbs as the owner, whom no policy binds.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { ensureCertOrganisation } from "../../backend/identity/index.ts";
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { type Context, makeContext, type Services } from "../../backend/platform/context/index.ts";
import { startEmbeddedServer } from "../../backend/platform/db/embedded/index.ts";
import { connectDatabase, migrate } from "../../backend/platform/db/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { addressesOf, makeDataFolder } from "../../backend/platform/run/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";
import { countQueue } from "../../backend/reporting/count-queue.ts";
import { listCases } from "../../backend/reporting/list-cases.ts";
import { listQueue } from "../../backend/reporting/list-queue.ts";
import { CasesQuery, QueueQuery } from "../../backend/reporting/lists/model.ts";
import { readReportPage } from "../../backend/reporting/read-report-page.ts";

const reports = 100_000;
const rounds = 3;

type Work = (ctx: Context) => Promise<unknown>;

export async function benchAccess(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-bench-"));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, "data");
  makeDataFolder(dataDir);
  const secrets = openSecrets(dataDir);
  const password = secrets.key("database-owner").toString("hex");
  const server = await startEmbeddedServer({
    folder: join(dataDir, "postgres"),
    password,
    settings: { shared_buffers: "512MB" },
  });
  const sql = postgres({ ...server.address, host: server.address.socketDir, max: 1, onnotice: () => {} });
  const addresses = addressesOf(server.address, secrets);
  await migrate(
    server.address,
    fileURLToPath(new URL("../../migrations", import.meta.url)),
    secrets.key("database-app").toString("hex"),
  );
  const app = connectDatabase(addresses.app, { max: 4 });
  const owner = connectDatabase(addresses.owner, { max: 4 });
  const services: Services = {
    config: parseConfig({}, { dataDir }),
    clock: systemClock,
    db: app,
    objects: openObjectStore(dataDir),
    secrets,
    log: silentLog,
  };
  try {
    const { me, organisationId, reportId } = await fill(sql, services);
    const actor = { kind: "person", personId: me, organisationId, roles: ["analyst"], sessionId: newId() } as const;
    const bound = makeContext(services, actor, "bench");
    const free = makeContext({ ...services, db: owner }, actor, "bench");
    const queue =
      (query: Record<string, string>): Work =>
      async (ctx) =>
        await listQueue(ctx, QueueQuery.parse(query));
    const first = await listQueue(bound, QueueQuery.parse({ view: "new" }));
    const works: Record<string, { work: Work; times: number }> = {
      "queue, first page": { work: queue({ view: "new" }), times: 12 },
      "queue, the page after": { work: queue({ view: "new", cursor: first.next ?? "" }), times: 12 },
      "search, a rare word": { work: queue({ view: "all", text: "needle42" }), times: 8 },
      "search, a value": { work: queue({ view: "all", text: "host-77.bad-4242[.]example" }), times: 8 },
      "search, a common word": { work: queue({ view: "all", text: "invoice" }), times: 1 },
      "numbers of the navigation": { work: async (ctx) => await countQueue(ctx), times: 3 },
      "list of cases": { work: async (ctx) => await listCases(ctx, CasesQuery.parse({ status: "all" })), times: 10 },
      "page of a report": { work: async (ctx) => await readReportPage(ctx, reportId), times: 10 },
    };
    print(
      `${reports} reports, 2,000 cases, 40 of them restricted to others, 3 conflicts of interest; ${rounds} rounds in turn, medians`,
    );
    for (const [name, { work, times }] of Object.entries(works)) {
      const [under, without] = await inTurn([async () => await work(bound), async () => await work(free)], times);
      print(
        `${name}: ${under.toFixed(2)} ms under the policies, ${without.toFixed(2)} ms without; ratio ${(without / under).toFixed(2)}`,
      );
    }
    await compareSearch(print, bound);
  } finally {
    await app.close();
    await owner.close();
    await sql.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same words looked for by a query that the policies bind: why the reviewed function is there. */
async function compareSearch(print: (line: string) => void, ctx: Context): Promise<void> {
  const asStaff = async (query: string): Promise<void> => {
    const { actor } = ctx;
    const person = actor.kind === "person" ? actor.personId : "";
    await ctx.db.sql.begin(async (tx) => {
      await tx`select set_config('toguna.scope', 'staff', true), set_config('toguna.person', ${person}, true)`;
      await tx.unsafe(query);
    });
  };
  const [reviewed, plain] = await inTurn(
    [
      async () =>
        await asStaff(
          "select id from reports where id in (select toguna_search_reports(to_tsquery('simple', 'needle42'), 'needle42', null))",
        ),
      async () => await asStaff("select id from reports where lower(description) like '%needle42%'"),
    ],
    5,
  );
  print(
    `a rare word by the reviewed function (all places): ${reviewed.toFixed(2)} ms; by a bound query (descriptions only): ${plain.toFixed(2)} ms; ratio ${(plain / reviewed).toFixed(1)}`,
  );
}

/** Medians in milliseconds for one run of each. */
async function inTurn(
  works: [() => Promise<unknown>, () => Promise<unknown>],
  times: number,
): Promise<[number, number]> {
  for (const work of works) await work();
  const taken: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++)
    for (const [index, work] of works.entries()) {
      const begin = performance.now();
      for (let time = 0; time < times; time++) await work();
      taken[index]?.push((performance.now() - begin) / times);
    }
  const [one, other] = taken.map((all) => all.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0);
  return [one ?? 0, other ?? 0];
}

async function fill(
  sql: postgres.Sql,
  services: Services,
): Promise<{ me: string; organisationId: string; reportId: string }> {
  const system = makeContext(services, { kind: "system", job: "bench" }, "bench");
  const organisationId = await ensureCertOrganisation(system, "CERT");
  const [me, other] = [newId(), newId()];
  for (const id of [me, other])
    await sql`insert into people (id, handle, name, email) values (${id}, ${Buffer.from(id)}, 'Somebody', ${`${id}@cert.example`})`;
  await sql.unsafe(`
    insert into reports (id, reference, organisation_id, source, flow, language, subject, description, is_anonymous, answer_channel, status, severity, rsit_class, rsit_type, priority, received_at)
      select gen_random_uuid(), 'TG-2026-' || lpad(n::text, 6, '0'), '${organisationId}', 'web', 'citizen', 'fr', 'Subject ' || n,
        'Somebody sent an invoice that is none, number ' || n || case when n % 5000 = 42 then ' needle42' else '' end || repeat(' and more words of what was seen', 6), true, 'receipt',
        case when n % 10 = 0 then 'triaged' else 'closed' end, (array['low', 'medium', 'high', 'critical'])[1 + n % 4], 'fraud', 'phishing', 0, now() - n * interval '1 minute'
      from generate_series(1, ${reports}) n;
    insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
      select gen_random_uuid(), r.id, 'domain', 'host-' || k || '.bad-' || substring(r.reference from 9)::int || '.example', 'host-' || k || '.bad-' || substring(r.reference from 9)::int || '[.]example', 'suspect', 'description', 0, 10, true
      from reports r, generate_series(76, 78) k;
    insert into findings (id, report_id, engine, rule_id, rule_version, title, level, source, locations, why, found_at)
      select gen_random_uuid(), r.id, 'yara', 'rule', '1', 'A rule', 'high', 'description', '[]', 'Because', now() from reports r;
    insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, at)
      select gen_random_uuid(), r.id, 'computed', 'fraud', 'phishing', 'high', 0.9, '[]', now() from reports r;
    insert into cases (id, reference, organisation_id, title, severity, opened_at, is_restricted)
      select gen_random_uuid(), 'TG-C-2026-' || n, '${organisationId}', 'Case ' || n, 'high', now() - n * interval '1 hour', n <= 40 from generate_series(1, 2000) n;
    insert into case_members (case_id, person_id, added_at) select id, '${other}', now() from cases where is_restricted;
    insert into case_reports (case_id, report_id, joined_at)
      select k.id, r.id, now() from (select id, row_number() over (order by id) as n from cases) k join (select id, row_number() over (order by id) as n from reports where status = 'closed' limit 10000) r on r.n % 2000 + 1 = k.n;
    insert into organisations (id, kind, name) select gen_random_uuid(), 'constituent', 'Bank ' || n from generate_series(1, 3) n;
    insert into constituents (id, reference, organisation_id, name, sector) select gen_random_uuid(), name, id, name, 'finance' from organisations where kind = 'constituent';
    insert into report_constituents (report_id, constituent_id) select r.id, c.id from constituents c, (select id from reports limit 200) r;
    insert into conflicts (id, person_id, constituent_id, reason, declared_by, declared_at) select gen_random_uuid(), '${me}', id, 'A cousin', '${other}', now() from constituents;
    analyze;`);
  const [report] = await sql<
    { id: string }[]
  >`select id from reports where status = 'triaged' and id not in (select report_id from report_constituents) order by id limit 1`;
  return { me, organisationId, reportId: report?.id ?? "" };
}
