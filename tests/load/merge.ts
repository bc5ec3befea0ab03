// What a merge costs: 5,000 observables in 500 reports, 2,000 notes and 5,000 moments moved as the desk does it, beside one plain update of the same rows; in turns, medians.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { mergeCase } from "../../backend/cases/merging/merge-case.ts";
import { type Choice, partNames } from "../../backend/cases/merging/model.ts";
import { previewMove } from "../../backend/cases/merging/read-merges.ts";
import { undoMerge } from "../../backend/cases/merging/undo-merge.ts";
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

const rounds = 3;
const size = { reports: 500, observables: 5000, notes: 2000, moments: 5000 } as const;
const everything: Choice = Object.fromEntries(partNames.map((part) => [part, "all"]));
const mostMs = 5000;

export async function benchMerge(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-bench-"));
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
    const db = connectAsApp(addressesOf(server.address, secrets), "bench", 2);
    const config = parseConfig({}, { dataDir });
    const services = { config, clock: systemClock, db, objects: openObjectStore(dataDir), secrets, log: silentLog };
    const [cert, personId] = [newId(), newId()];
    await owner`insert into organisations (id, kind, name) values (${cert}, 'cert', 'CERT')`;
    await owner`insert into people (id, handle, name, email) values (${personId}, ${Buffer.from(personId)}, 'Awa', 'awa@cert.example')`;
    const actor = { kind: "person" as const, personId, organisationId: cert, roles: ["analyst"], sessionId: newId() };
    const ctx = makeContext(services, actor, "bench");
    const [source, target] = [await addCase(owner, cert), await addCase(owner, cert)];
    await fill(owner, cert, source);
    const times = { merge: [] as number[], undo: [] as number[], plain: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      times.plain.push(await moveThereAndBack(owner, source, target));
      const { merge, undo } = await mergeAndUndo(ctx, owner, source, target);
      times.merge.push(merge);
      times.undo.push(undo);
    }
    const [merge, undo, plain] = [median(times.merge), median(times.undo), median(times.plain)];
    print(
      `merge ${merge.toFixed(0)} ms, undo ${undo.toFixed(0)} ms, one plain update of the same rows ${plain.toFixed(0)} ms: ${(merge / plain).toFixed(1)} times a plain update`,
    );
    print(
      `${size.observables} observables in ${size.reports} reports, ${size.notes} notes, ${size.moments} moments; nothing lost`,
    );
    for (const [name, took] of [
      ["merge", merge],
      ["undo", undo],
    ] as const)
      if (took > mostMs) throw new Error(`the ${name} took ${took.toFixed(0)} ms; it may take ${mostMs}`);
    await db.close();
  } finally {
    await owner.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function addCase(owner: postgres.Sql, cert: string): Promise<string> {
  const id = newId();
  await owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) values (${id}, ${id}, ${cert}, 'A case', 'low', now())`;
  return id;
}

async function fill(owner: postgres.Sql, cert: string, caseId: string): Promise<void> {
  await owner`with made as (insert into reports (id, reference, organisation_id, source, flow, language, description, is_anonymous, answer_channel, status, received_at)
      select gen_random_uuid(), 'B-' || n, ${cert}, 'web', 'citizen', 'fr', 'A report', true, 'none', 'in_case', now() from generate_series(1, ${size.reports}::int) n returning id)
    insert into case_reports (case_id, report_id, joined_at) select ${caseId}, id, now() from made`;
  await owner`insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
    select gen_random_uuid(), c.report_id, 'domain', n || '.' || c.report_id || '.example', 'x', 'suspect', 'description', 0, 1, true
    from case_reports c, generate_series(1, ${size.observables / size.reports}::int) n where c.case_id = ${caseId}`;
  await owner`insert into case_notes (id, case_id, body, at) select gen_random_uuid(), ${caseId}, repeat('note ', 40), now() from generate_series(1, ${size.notes}::int)`;
  await owner`insert into case_timeline (id, case_id, at, kind, body) select gen_random_uuid(), ${caseId}, now(), 'changed', 'x' from generate_series(1, ${size.moments}::int)`;
  await owner`analyze`;
}

/** The same rows by one statement a table, without a digest, a record, a policy or a log. Milliseconds of the way there. */
async function moveThereAndBack(owner: postgres.Sql, source: string, target: string): Promise<number> {
  const move = async (from: string, to: string): Promise<number> => {
    const start = performance.now();
    await owner.begin(async (sql) => {
      for (const table of ["case_reports", "case_notes", "case_timeline"])
        await sql`update ${sql(table)} set case_id = ${to} where case_id = ${from}`;
    });
    return performance.now() - start;
  };
  const there = await move(source, target);
  await move(target, source);
  return there;
}

async function mergeAndUndo(
  ctx: Context,
  owner: postgres.Sql,
  source: string,
  target: string,
): Promise<{ merge: number; undo: number }> {
  const count = async (caseId: string) => {
    const [row] = await owner<
      { n: number }[]
    >`select count(*)::int as n from observables o join case_reports c on c.report_id = o.report_id where c.case_id = ${caseId}`;
    return row?.n;
  };
  const asked = { targetId: target, parts: everything };
  const preview = await previewMove(ctx, source, asked);
  const versions = { sourceVersion: preview.source.version, targetVersion: preview.target?.version ?? 0 };
  const start = performance.now();
  const { mergeId } = await mergeCase(ctx, source, { ...asked, reason: "The same campaign", ...versions });
  const merge = performance.now() - start;
  if ((await count(target)) !== size.observables) throw new Error("observables were lost on the way there");
  const back = performance.now();
  await undoMerge(ctx, mergeId, { reason: "Not the same" });
  const undo = performance.now() - back;
  if ((await count(source)) !== size.observables) throw new Error("observables were lost on the way back");
  return { merge, undo };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
