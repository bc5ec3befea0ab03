// Drafts of formalities: started from entries of the register, changed until they are filed, thrown away. Nobody but the entity sees one.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { readEntity } from "../duties/read-entity.ts";
import { type EntryRow, loadEntries } from "../processing/store.ts";
import { formalityLawOf } from "./judge-needs.ts";
import { ChangeDraft, mostBundled, StartFormality } from "./model.ts";
import { findAuthorities, findDuty, kindsOf, pinnedDuty } from "./pack-of.ts";
import { changedMeanwhile, type FormalityRecord, loadFormality } from "./store.ts";

/** Own entries that run and that the entity answers for as controller, in the register's order. @throws AppError invalid_input naming the one that does not fit. */
export async function loadBundle(
  tx: Tx,
  organisationId: string,
  ids: readonly string[],
  path = "entryIds",
): Promise<EntryRow[]> {
  const wanted = [...new Set(ids)];
  const entries = await loadEntries(tx, organisationId, wanted);
  for (const [index, id] of wanted.entries()) {
    const entry = entries.find((one) => one.id === id);
    if (!entry)
      throw invalidInput([{ path: `${path}.${index}`, message: "Expected a processing of the own register." }]);
    if (entry.endedAt !== null)
      throw invalidInput([{ path: `${path}.${index}`, message: `"${entry.content.title}" has ended.` }]);
    if (entry.content.role === "processor")
      throw invalidInput([
        { path: `${path}.${index}`, message: `"${entry.content.title}" is done for another: its controller files.` },
      ]);
  }
  return entries;
}

/** @throws AppError invalid_input; refused where no authority here receives it, or the law does not bind. */
export async function startFormality(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "formality.file");
  const asked = StartFormality.parse(input);
  const { organisationId } = requirePerson(ctx);
  const law = lawOfCountry(ctx.config.country);
  const { loaded, obligation } = findDuty(law, asked);
  return await withTransaction(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, ctx.now());
    const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
    const binds = formalityLawOf(law, entity.profile, now).some(
      (one) => one.loaded.pin.id === loaded.pin.id && one.binding.some(({ id }) => id === obligation.id),
    );
    if (!binds)
      throw new AppError("refused", "This duty does not bind your organisation today.", {
        words: "formalities.refusal.not_bound",
      });
    const authority = (await findAuthorities(tx)).get(obligation.addressee);
    if (!authority)
      throw new AppError(
        "refused",
        "No authority here receives it: print the entries of the register and bring them.",
        {
          words: "formalities.refusal.no_authority",
        },
      );
    const entries = await loadBundle(tx, organisationId, asked.entryIds);
    const id = newId(ctx.now());
    const at = ctx.now().toISOString();
    await tx.execute(sql`insert into formalities (id, authority_id, organisation_id, constituent_id, entity_name, entity_reference, kind, obligation_id, pack_id, pack_version, pack_sha256,
        channel, language, state, entry_ids, created_at, changed_at)
      values (${id}, ${authority.id}, ${organisationId}, ${entity.id}, ${entity.name}, ${entity.reference}, ${asked.kind}, ${obligation.id}, ${loaded.pin.id}, ${loaded.pin.version},
        ${loaded.pin.sha256}, 'console', 'fr', 'draft', ${arrayOf(entries)}, ${at}::timestamptz, ${at}::timestamptz)`);
    await writeAudit(tx, ctx, { action: "formality.start", objectType: "formality", objectId: id, detail: {} });
    return { id };
  });
}

function arrayOf(entries: readonly EntryRow[]) {
  return sql`array[${sql.join(
    entries.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  )}]`;
}

/** @throws AppError conflict when somebody changed it meanwhile, or it was filed. */
export async function changeDraft(ctx: Context, id: string, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "formality.file");
  const { version, kind, entryIds, contact } = ChangeDraft.parse(input);
  const { organisationId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const draft = await loadFormality(tx, id, { organisationId }, true);
    requireVersion(draft, version, ["draft"]);
    const { loaded } = pinnedDuty(draft);
    const kinds = loaded.pack.formalities ? kindsOf(loaded.pack.formalities, draft.obligationId) : [];
    if (!kinds.includes(kind)) throw invalidInput([{ path: "kind", message: `Expected one of ${kinds.join(", ")}.` }]);
    const entries = await loadBundle(tx, organisationId, entryIds.slice(0, mostBundled));
    await tx.execute(sql`update formalities set kind = ${kind}, entry_ids = ${arrayOf(entries)}, contact = ${contact}, version = version + 1,
      changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${id}`);
    await writeAudit(tx, ctx, {
      action: "formality.change_draft",
      objectType: "formality",
      objectId: id,
      detail: { processings: entries.length },
    });
    return { version: version + 1 };
  });
}

/** @throws AppError conflict where it was changed meanwhile; refused in another state. */
export function requireVersion(row: FormalityRecord, version: number, states: readonly string[]): void {
  if (row.version !== version) throw changedMeanwhile();
  if (!states.includes(row.state))
    throw new AppError("refused", "This cannot be done in this state.", { words: "formalities.refusal.state" });
}

/** A draft only: what was filed is withdrawn, and stays. */
export async function dropDraft(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "formality.file");
  const { organisationId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    const draft = await loadFormality(tx, id, { organisationId }, true);
    if (draft.state !== "draft")
      throw new AppError("refused", "What was filed is not thrown away: withdraw it.", {
        words: "formalities.refusal.state",
      });
    await tx.execute(sql`delete from formalities where id = ${id}`);
    await writeAudit(tx, ctx, { action: "formality.drop_draft", objectType: "formality", objectId: id, detail: {} });
  });
}
