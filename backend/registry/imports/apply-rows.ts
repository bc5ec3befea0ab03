// Brings rows into the register: each one whole or not at all, with every row of a table as it was before and after.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { insertClaim } from "../add-claim.ts";
import { insertConstituent } from "../add-constituent.ts";
import { insertContact } from "../add-contact.ts";
import { writeChange } from "../change-constituent.ts";
import { AddClaim, AddContact } from "../model.ts";
import { insertSize } from "../profile/add-size.ts";
import { AddSize } from "../profile/model.ts";
import { insertRelation } from "../relations/add-relation.ts";
import { AddRelation } from "../relations/model.ts";
import { insertService } from "../services/add-service.ts";
import { AddService } from "../services/model.ts";
import { requireFacts } from "../profile/require-facts.ts";
import { addKnown, loadContacts, loadKnownRegister, loadKnownWords, noParts } from "./known-register.ts";
import type { RowToJudge } from "./judge-rows.ts";
import type { Outcome } from "./model.ts";
import { type KnownRegister, planRow, type Step } from "./plan-row.ts";
import { readEntry } from "./read-entry.ts";
import type { StoredImport } from "./store.ts";

type TableName =
  | "constituents"
  | "contacts"
  | "network_claims"
  | "constituent_sizes"
  | "online_services"
  | "constituent_relations";
/** What stands as "for what" where a list names only the other. */
const unsaid = { fr: "non précisé", en: "not said", mn: "тодорхойгүй" } as const;

interface Done {
  table: TableName;
  id: string;
  before: string | null;
}

/** @returns how many rows were taken; 0 when none waits. */
export async function applyRows(tx: Tx, ctx: Context, stored: StoredImport, most: number): Promise<number> {
  const rows = await tx.execute<RowToJudge & Record<string, unknown>>(sql`
    select line, cells, decision, decided_for as "decidedFor" from register_import_rows
    where import_id = ${stored.id} and outcome = 'pending' order by line limit ${most}`);
  if (rows.length === 0) return 0;
  const words = await loadKnownWords(tx);
  const read = rows.map((row) => ({ row, ...readEntry(row.cells, stored.mapping, stored.defaults, words) }));
  const known = await loadKnownRegister(
    tx,
    read.map(({ entry }) => entry),
    ctx.now(),
  );
  const chosen = [...new Set(rows.flatMap(({ decidedFor }) => decidedFor ?? []))].filter(
    (id) => known.byId.get(id)?.contacts.length === 0,
  );
  await loadContacts(tx, known, chosen);
  for (const { row, entry, problems } of read) {
    // The register may be another one than at the preview: each row is planned on what is there now.
    const plan = planRow(entry, problems, known, {
      defaults: stored.defaults,
      decision: row.decision,
      decidedFor: row.decidedFor,
      duplicates: [],
      earlier: new Map(),
    });
    const [problem] = plan.findings.problems;
    if (plan.verdict === "error" || plan.verdict === "duplicate") {
      const told =
        plan.verdict === "duplicate"
          ? { code: "several", about: null }
          : { code: problem?.code ?? "broken", about: problem?.value ?? null };
      await settle(tx, stored.id, row.line, "failed", null, told);
      continue;
    }
    const target = plan.findings.target?.id ?? null;
    if (plan.steps.length === 0) await settle(tx, stored.id, row.line, "same", target, null);
    else await applyRow(tx, ctx, { stored, line: row.line, target, known }, plan.steps);
  }
  return rows.length;
}

interface Frame {
  stored: StoredImport;
  line: number;
  target: string | null;
  known: KnownRegister;
}

async function applyRow(tx: Tx, ctx: Context, frame: Frame, steps: readonly Step[]): Promise<void> {
  const { stored, line } = frame;
  try {
    // A savepoint: what goes wrong in the middle of a row takes back that row only.
    const { constituentId, done } = await tx.transaction(async (inner) => {
      let id = frame.target ?? "";
      const made: Done[] = [];
      for (const step of steps) {
        const one = await applyStep(inner, ctx, stored, id, step);
        made.push(one);
        if (one.table === "constituents") id = one.id;
      }
      return { constituentId: id, done: made };
    });
    await writeJournal(tx, stored.id, line, done);
    await refresh(tx, frame.known, constituentId, steps);
    await settle(tx, stored.id, line, frame.target === null ? "created" : "changed", constituentId, null);
  } catch (error) {
    const [field] = error instanceof AppError ? error.fields : [];
    if (!(error instanceof AppError) && (error as { cause?: { code?: string } }).cause?.code === undefined) throw error;
    ctx.log.warn({ importId: stored.id, line }, "a row of an import could not be written");
    await settle(tx, stored.id, line, "failed", null, {
      code: "refused",
      about: field ? `${field.path}: ${field.message}` : null,
    });
  }
}

async function applyStep(tx: Tx, ctx: Context, stored: StoredImport, constituentId: string, step: Step): Promise<Done> {
  switch (step.do) {
    case "create": {
      const { otherNames = [], classes = [], ...fields } = step.fields;
      await requireFacts(tx, { ...fields, classes });
      const { id } = await insertConstituent(tx, ctx, { ...fields, otherNames, classes, branchAreaIds: [] }, false);
      return { table: "constituents", id, before: null };
    }
    case "change": {
      const before = await imageOf(tx, "constituents", step.constituentId);
      await writeChange(tx, ctx, {
        ...step.fields,
        constituentId: step.constituentId,
        version: step.version,
        why: `Import: ${stored.fileName}`.slice(0, 2000),
      });
      return { table: "constituents", id: step.constituentId, before };
    }
    case "add_contact": {
      const contact = AddContact.parse({ ...step.contact, constituentId });
      return { table: "contacts", id: await insertContact(tx, ctx, contact), before: null };
    }
    case "change_contact": {
      const before = await imageOf(tx, "contacts", step.contactId);
      const { name, role, email, phone, hours } = step.fields;
      await tx.execute(sql`update contacts set name = coalesce(${name ?? null}, name), role = coalesce(${role ?? null}, role), email = coalesce(${email ?? null}, email),
        phone = coalesce(${phone ?? null}, phone), hours = coalesce(${hours ?? null}, hours), version = version + 1 where id = ${step.contactId}`);
      return { table: "contacts", id: step.contactId, before };
    }
    case "add_network": {
      const claim = AddClaim.parse({
        constituentId,
        kind: step.kind,
        value: step.value,
        source: `Import: ${stored.fileName}`.slice(0, 200),
        proof: "import",
        ...(step.heldFrom === null ? {} : { heldFrom: step.heldFrom }),
      });
      return { table: "network_claims", id: await insertClaim(tx, ctx, claim), before: null };
    }
    case "add_size": {
      const { currency, asOf, ...size } = step.size;
      const told = AddSize.parse({
        ...size,
        constituentId,
        ...(currency === null ? {} : { currency }),
        asOf: asOf ?? ctx.now().toISOString().slice(0, 10),
        source: `Import: ${stored.fileName}`.slice(0, 300),
      });
      return { table: "constituent_sizes", id: await insertSize(tx, ctx, told), before: null };
    }
    case "add_service": {
      const service = AddService.parse({ ...step.service, constituentId, kind: step.kind });
      return { table: "online_services", id: await insertService(tx, ctx, service, false), before: null };
    }
    case "add_relation": {
      const relation = AddRelation.parse({
        fromId: constituentId,
        toId: step.otherId,
        kind: step.kind,
        what: step.what ?? unsaid[stored.defaults.language],
        source: `Import: ${stored.fileName}`.slice(0, 300),
      });
      return { table: "constituent_relations", id: await insertRelation(tx, ctx, relation), before: null };
    }
  }
}

/** The whole row as JSON text. */
async function imageOf(tx: Tx, table: TableName, id: string): Promise<string | null> {
  const [row] = await tx.execute<{ image: string }>(
    sql`select to_jsonb(t)::text as image from ${sql.identifier(table)} t where t.id = ${id}`,
  );
  return row?.image ?? null;
}

/** All changes of a row in one statement: an import of a whole register has very many rows. */
async function writeJournal(tx: Tx, importId: string, line: number, done: readonly Done[]): Promise<void> {
  if (done.length === 0) return;
  const changes = done.map(
    (
      { table, id, before },
      place,
    ) => sql`select ${place + 1}::int as place, ${table}::text as table_name, ${id}::uuid as row_id, ${before}::jsonb as before,
      (select to_jsonb(t) from ${sql.identifier(table)} t where t.id = ${id}) as after`,
  );
  await tx.execute(sql`insert into register_import_changes (import_id, number, line, table_name, row_id, before, after)
    select ${importId}, last.number + c.place, ${line}, c.table_name, c.row_id, c.before, c.after
    from (select coalesce(max(number), 0) as number from register_import_changes where import_id = ${importId}) last
      cross join (${sql.join(changes, sql` union all `)}) c`);
}

/** The rows that follow see what this one did. */
async function refresh(tx: Tx, known: KnownRegister, constituentId: string, steps: readonly Step[]): Promise<void> {
  const [row] = await tx.execute<
    Omit<Parameters<typeof addKnown>[1], "contacts" | "sizes" | "services" | "relations"> & Record<string, unknown>
  >(sql`
    select id, reference, name, other_names as "otherNames", sector, isic, classes, area_id as "areaId", address, legal_form as "legalForm", parent_id as "parentId", languages, version
    from constituents where id = ${constituentId}`);
  if (!row) return;
  addKnown(known, { ...row, contacts: [], ...noParts() });
  await loadContacts(tx, known, [constituentId]);
  for (const step of steps)
    if (step.do === "add_network") {
      const key = `${step.kind} ${step.value}`;
      known.holders.set(key, [...(known.holders.get(key) ?? []), { id: constituentId, name: row.name }]);
    }
}

async function settle(
  tx: Tx,
  importId: string,
  line: number,
  outcome: Outcome,
  constituentId: string | null,
  problem: { code: string; about: string | null } | null,
): Promise<void> {
  await tx.execute(sql`update register_import_rows set outcome = ${outcome}, constituent_id = ${constituentId},
    problem = ${problem === null ? null : JSON.stringify(problem)}::jsonb where import_id = ${importId} and line = ${line}`);
}
