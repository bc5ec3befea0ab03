// A database with a million reports and a hundred thousand cases, made by SQL, for the benches of lists and of search; kept for the next run where TOGUNA_BENCH_FOLDER names a folder.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { type Context, makeContext } from "../../backend/platform/context/index.ts";
import { startEmbeddedServer } from "../../backend/platform/db/embedded/index.ts";
import { migrate } from "../../backend/platform/db/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { addressesOf, connectAsApp, makeDataFolder } from "../../backend/platform/run/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";

const reports = Number(process.env["TOGUNA_BENCH_REPORTS"] ?? 1_000_000);
const cases = Math.ceil(reports / 10);

export interface ListsWorld {
  /** An analyst, as the desk asks: under row-level security. */
  ctx: Context;
  owner: postgres.Sql;
  size: { reports: number; cases: number };
}

/** Starts it, gives it to `work`, and takes it down again. Making it takes minutes. */
export async function withListsWorld(
  print: (line: string) => void,
  work: (world: ListsWorld) => Promise<void>,
): Promise<void> {
  const kept = process.env["TOGUNA_BENCH_FOLDER"];
  const folder = kept ?? mkdtempSync(join(tmpdir(), "toguna-bench-"));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const dataDir = join(folder, "data");
  makeDataFolder(dataDir);
  const secrets = openSecrets(dataDir);
  const server = await startEmbeddedServer({
    folder: join(dataDir, "postgres"),
    password: secrets.key("database-owner").toString("hex"),
  });
  const { socketDir, user, password, database } = server.address;
  const owner = postgres({ host: socketDir, user, password, database, max: 1, onnotice: () => {} });
  try {
    const migrations = fileURLToPath(new URL("../../migrations", import.meta.url));
    await migrate(server.address, migrations, secrets.key("database-app").toString("hex"));
    const filled = join(folder, "filled");
    if (!existsSync(filled)) {
      const start = performance.now();
      await fill(owner);
      print(`filled in ${((performance.now() - start) / 1000).toFixed(0)} s`);
      writeFileSync(filled, "");
    }
    const [person] = await owner<{ id: string; organisation: string }[]>`select p.id, o.id as organisation
      from people p, organisations o where p.name = 'Awa' and o.kind = 'cert'`;
    const db = connectAsApp(addressesOf(server.address, secrets), "bench", 4);
    const config = parseConfig({}, { dataDir });
    const services = { config, clock: systemClock, db, objects: openObjectStore(dataDir), secrets, log: silentLog };
    const actor = {
      kind: "person" as const,
      personId: person?.id ?? "",
      organisationId: person?.organisation ?? "",
      roles: ["analyst"],
      sessionId: newId(),
    };
    await work({ ctx: makeContext(services, actor, "bench"), owner, size: { reports, cases } });
    await db.close();
  } finally {
    await owner.end();
    await server.stop();
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

// Like a team's tenth year: 2 in 100 reports are open, 1 in 10 stands in a case, words follow a few common ones and many rare ones.
async function fill(owner: postgres.Sql): Promise<void> {
  const [cert, other] = [newId(), newId()];
  await owner`insert into organisations (id, kind, name) values (${cert}, 'cert', 'CERT')`;
  for (const [id, name] of [
    [newId(), "Awa"],
    [other, "Bat"],
  ] as const)
    await owner`insert into people (id, handle, name, email) values (${id}, ${Buffer.from(id)}, ${name}, ${`${name}@cert.example`})`;
  const later = await owner<
    { name: string; definition: string }[]
  >`select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public' and tablename in ('reports', 'observables', 'search_texts') and indexdef not like '%UNIQUE%'`;
  await owner.unsafe(later.map((index) => `drop index "${index.name}"`).join(";"));
  // Triggers are for one report at a time.
  await owner`set toguna.is_restoring = 'yes'`;
  await owner`insert into reports (id, reference, organisation_id, source, flow, language, subject, description, is_anonymous, answer_channel,
      status, severity, rsit_class, rsit_type, assigned_to, received_at)
    select md5('r' || n)::uuid, 'TG-' || n, ${cert}, (array['web','web','mail','api','paper'])[1 + n % 5], (array['citizen','citizen','regulated','phishing'])[1 + n % 4],
      (array['fr','fr','mn','en'])[1 + n % 4],
      (array['Faux site de paiement','Мөнгөний залилан','Phishing page','Compte mobile volé','Хуурамч хуудас'])[1 + n % 5] || ' ' || n,
      (array['J''ai reçu un message étrange de ma banque, puis un appel','Банкны нэрээр хуурамч мессеж хүлээн авлаа','A message from the bank asks for the code'])[1 + n % 3]
        || ' https://pay' || n % 5000 || '.kanaga' || n % 700 || '.example/code mot' || (n::bigint * 7919) % 60000 || ' нэр' || (n::bigint * 104729) % 90000 || ' 10.' || n % 250 || '.' || n % 199 || '.' || n % 97,
      n % 3 = 0, 'receipt',
      case when n % 50 = 0 then (array['received','triaged','waiting_for_reporter','in_case'])[1 + (n / 50) % 4] when n % 10 = 1 then 'in_case' when n % 7 = 0 then 'rejected' else 'closed' end,
      (array['critical','high','medium','low','low','informational'])[1 + (n * 31) % 6],
      (array['fraud','abusive-content','malicious-code','information-gathering','intrusions','availability','vulnerable','other'])[1 + (n * 13) % 8], null,
      case when n % 500 = 0 then ${other}::uuid end, now() - n * interval '3 minutes'
    from generate_series(1, ${reports}::int) n`;
  await owner`insert into search_texts (id, kind, report_id, at, words, title)
    select r.id, 'report', r.id, r.received_at, to_tsvector('simple', toguna_plain_words(r.reference || ' ' || r.subject || ' ' || r.description)),
      left(toguna_plain_words(r.subject), 200) from reports r`;
  await owner`insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
    select md5('u' || n)::uuid, md5('r' || n)::uuid, 'url', 'https://pay' || n % 5000 || '.kanaga' || n % 700 || '.example/code', 'x', 'suspect', 'description', 0, 1, true
      from generate_series(1, ${reports}::int) n
    union all select md5('i' || n)::uuid, md5('r' || n)::uuid, 'ipv4', '10.' || n % 250 || '.' || n % 199 || '.' || n % 97, 'x', 'suspect', 'description', 0, 1, true
      from generate_series(1, ${reports}::int) n where n % 2 = 0
    union all select md5('c' || n)::uuid, md5('r' || n)::uuid, 'cidr', '10.' || n % 250 || '.' || n % 199 || '.0/24', '', 'suspect', 'description', 0, 1, true
      from generate_series(1, ${reports}::int) n where n % 1000 = 0`;
  await owner`insert into cases (id, reference, organisation_id, title, status, severity, rsit_class, owner_id, opened_at, closed_at)
    select md5('k' || n)::uuid, 'TG-C-' || n, ${cert}, 'Campagne de faux sites ' || n || ' kanaga' || n % 700,
      case when n % 20 = 0 then 'open' when n % 41 = 0 then 'waiting' else 'closed' end, (array['critical','high','medium','low'])[1 + n % 4], 'fraud',
      case when n % 3 = 0 then ${other}::uuid end, now() - n * interval '30 minutes', case when n % 20 = 0 or n % 41 = 0 then null else now() end
    from generate_series(1, ${cases}::int) n`;
  await owner`insert into search_texts (id, kind, case_id, at, words, title)
    select k.id, 'case', k.id, k.opened_at, to_tsvector('simple', toguna_plain_words(k.reference || ' ' || k.title)), left(toguna_plain_words(k.title), 200) from cases k`;
  await owner`insert into case_reports (case_id, report_id, joined_at)
    select md5('k' || 1 + (n / 10) % ${cases}::int)::uuid, md5('r' || n)::uuid, now() from generate_series(1, ${reports}::int) n where n % 10 = 1`;
  await owner`set maintenance_work_mem = '512MB'`;
  for (const index of later) await owner.unsafe(index.definition);
  await owner`reset toguna.is_restoring`;
  await owner`vacuum analyze`;
}
