// Fills an empty installation with the fictional country: register, reports over the last months, cases in every state. Nothing of it ever leaves.
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { fillOffice } from "../compliance/index.ts";
import { fillPublic } from "../coordination/index.ts";
import { storeFile, submitReport } from "../intake/index.ts";
import type { StoredFile, SubmitReport } from "../intake/model.ts";
import { writeAudit } from "../platform/audit/index.ts";
import { type Context, makeContext, type Services } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { type DemoConstituent, type DemoReport, readDemo, readDemoReports } from "../registry/demo/index.ts";
import { loadCountry } from "../registry/country/index.ts";
import { fillRegister } from "../registry/index.ts";
import { fillCommittee, fillStatistics } from "../reporting/index.ts";
import { ensureCertOrganisation, requirePermission } from "../identity/index.ts";

const dayMs = 86_400_000;
const stepMs = 1_740_000;

/** @throws when the data folder holds anything that is not a demonstration's. Does nothing when it is filled already. */
export async function fillDemo(
  services: Services,
  onProgress: (text: string) => void,
  isStopping: () => boolean,
): Promise<void> {
  const ctx = contextAt(services, services.clock.now());
  const state = await readState(ctx);
  if (state === "filled") return;
  if (state === "other")
    throw new Error(
      "--demo goes only into an empty data folder, or one that a demonstration has filled; give it another with --data DIR",
    );
  const country = loadCountry(services.config.country);
  const { constituents, register } = readDemo(country.areas.root);
  await ensureCertOrganisation(services, country.cert.fullName);
  onProgress("filling the fictional country: 60 constituents …");
  if (state === "empty") {
    await fillRegister(ctx, constituents, register);
    await markDemo(ctx, "filling");
  }
  await fillOffice(ctx, services);
  await fillPublic(ctx, services);
  const reports = readDemoReports();
  const areas = readAreas(constituents);
  const done = await countDemoReports(ctx);
  const now = services.clock.now().getTime();
  for (const [index, report] of reports.entries()) {
    if (index < done) continue;
    // Asked to end: what is filled stays, the next start goes on from here.
    if (isStopping()) return;
    // Spread over each day, so that a queue of today has hours and minutes.
    const at = new Date(now - report.occurredDaysAgo * dayMs - ((reports.length - index) % 40) * stepMs - 60_000);
    await submitOne(contextAt(services, at), report, index, areas);
    if ((index + 1) % 100 === 0) onProgress(`  ${index + 1} of ${reports.length} reports`);
  }
  // Last: its figures count what was filled.
  await fillCommittee(ctx, services);
  await markDemo(ctx, "filled");
  // Where the last report was sorted before this moment; else its sorting does it.
  await fillStatistics(ctx, services);
}

function contextAt(services: Services, at: Date): Context {
  return makeContext({ ...services, clock: { now: () => at } }, { kind: "system", job: "demo.fill" }, randomUUID());
}

async function readState(ctx: Context): Promise<"empty" | "filling" | "filled" | "other"> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ demo: string | null; things: number }>(sql`
    select (select value #>> '{}' from settings where key = 'demo') as demo,
      ((select count(*) from reports) + (select count(*) from constituents) + (select count(*) from people))::int as things`),
  );
  if (row?.demo === "filled" || row?.demo === "filling") return row.demo;
  return row?.things === 0 ? "empty" : "other";
}

async function countDemoReports(ctx: Context): Promise<number> {
  const [row] = await readOnly(
    ctx,
    async (tx) => await tx.execute<{ n: number }>(sql`select count(*)::int as n from reports where is_demo`),
  );
  return row?.n ?? 0;
}

async function markDemo(ctx: Context, state: "filling" | "filled"): Promise<void> {
  requirePermission(ctx, "settings.change");
  await withTransaction(ctx, async (tx) => {
    await tx.execute(
      sql`insert into settings (key, value) values ('demo', ${JSON.stringify(state)}::jsonb) on conflict (key) do update set value = excluded.value`,
    );
    await writeAudit(tx, ctx, { action: "demo.fill", objectType: "installation", objectId: "demo", detail: { state } });
  });
}

async function submitOne(ctx: Context, report: DemoReport, index: number, areas: DemoAreas): Promise<void> {
  const files: StoredFile[] = [];
  for (const file of report.files) {
    const bytes = Buffer.from(file.text ?? file.base64 ?? "", file.text === undefined ? "base64" : "utf8");
    files.push(
      await storeFile(ctx, { name: file.name, mediaType: "application/octet-stream", stream: Readable.from([bytes]) }),
    );
  }
  const source = report.flow === "mail" ? "mail" : report.flow === "api" ? "api" : "web";
  await submitReport(ctx, { ...toInput(report, ctx.now()), ...areaOf(report, index, areas) }, files, {
    source,
    idempotencyKey: `demo-${index}`,
    alsoWrite: async (tx, reportId) => {
      await tx.execute(sql`update reports set is_demo = true where id = ${reportId}`);
      if (report.caseState !== "none")
        await tx.execute(
          sql`insert into settings (key, value) values (${`demo.case.${reportId}`}, ${JSON.stringify(report.caseState)}::jsonb)`,
        );
    },
  });
}

interface DemoAreas {
  byName: ReadonlyMap<string, string>;
  all: readonly string[];
}

function readAreas(constituents: readonly DemoConstituent[]): DemoAreas {
  const placed = constituents.flatMap(({ name, areaId }) => (areaId ? [[name, areaId] as const] : []));
  return { byName: new Map(placed), all: placed.map(([, areaId]) => areaId) };
}

/** Organisations report from where they are; of the others two in three say where, as people do, more of them where more organisations are. */
function areaOf(report: DemoReport, index: number, areas: DemoAreas): { area?: string } {
  const { organisation } = report.answers;
  const own = typeof organisation === "string" ? areas.byName.get(organisation) : undefined;
  const area = own ?? (index % 3 === 0 ? undefined : areas.all[(index * 7) % areas.all.length]);
  return area === undefined ? {} : { area };
}

function toInput(report: DemoReport, at: Date): SubmitReport {
  const flow = report.flow === "mail" || report.flow === "api" ? "free" : report.flow;
  const { organisation, role, ...answers } = report.answers;
  const contact = {
    ...report.contact,
    ...(typeof organisation === "string" ? { organisation } : {}),
    ...(typeof role === "string" ? { role } : {}),
  };
  return {
    description: report.description,
    language: report.language,
    flow,
    answers,
    occurredAt: at.toISOString(),
    occurredPrecision: "day",
    ...(report.isAnonymous || Object.keys(contact).length === 0 ? {} : { contact }),
    ...(report.onBehalf
      ? {
          onBehalfOf: {
            consent: report.onBehalf.consent,
            ...(report.onBehalf.relation ? { relation: report.onBehalf.relation } : {}),
          },
        }
      : {}),
    ...ongoing(answers["ongoing"] ?? answers["goingOn"]),
  };
}

function ongoing(answer: string | string[] | undefined): { isOngoing?: boolean } {
  return answer === "yes" ? { isOngoing: true } : answer === "no" ? { isOngoing: false } : {};
}
