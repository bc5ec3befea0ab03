// A formality that came on paper, entered by the officer who holds it: the day of its arrival counts, its scan is kept, its number is the authority's next.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { readMultipart } from "../../intake/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { addFile, dayOf, readProfileOf, requireEntity, type StoredBytes } from "../offices/store.ts";
import { knownTraits } from "../processing/store.ts";
import type { OwedDuties } from "./answers/model.ts";
import { formOf, type StoredItem } from "./compose-items.ts";
import { describeContent, insertContent } from "./file-formality.ts";
import { EnterFormality } from "./model.ts";
import { findDuty, kindsOf } from "./pack-of.ts";
import { addFormalityStep, loadFormality, nextFormalityNumber } from "./store.ts";

/** What a paper can fulfil: duties of the country's packs that are owed to the asker's authority. */
export async function listOwedDuties(ctx: Context): Promise<OwedDuties> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = requirePerson(ctx);
  const { addressee } = await readOnly(ctx, async (tx) => await readProfileOf(tx, organisationId));
  const duties = lawOfCountry(ctx.config.country).packs.flatMap(({ pack, pin }) => {
    const { formalities } = pack;
    if (!formalities) return [];
    const known = new Set(formalities.rules.map((rule) => rule.obligation));
    return pack.obligations
      .filter((it) => known.has(it.id) && it.addressee === addressee)
      .map(({ id, title }) => ({ packId: pin.id, obligationId: id, title, kinds: kindsOf(formalities, id) }));
  });
  return { duties };
}

/** Multipart: the field `input` is JSON, `file` the scan. @throws AppError invalid_input naming each field; nothing is kept then. */
export async function takeFormalityPaper(
  ctx: Context,
  request: Request,
): Promise<{ id: string; receiptNumber: string }> {
  requirePermission(ctx, "authority.work");
  const { fields, files } = await readMultipart(ctx, request);
  try {
    if (files.length > 1)
      throw invalidInput([{ path: "file", message: "Expected one scan: put its pages into one file." }]);
    const given = fields.find(([name]) => name === "input")?.[1] ?? "";
    return await enterFormality(ctx, parseJson(given), files[0] ?? null);
  } catch (error) {
    for (const file of files) await ctx.objects.remove(file.objectId);
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidInput([{ path: "input", message: "Expected JSON in the field input." }]);
  }
}

/** @throws AppError invalid_input; not_found for an entity that the authority's laws do not bind or a conflict hides. */
export async function enterFormality(
  ctx: Context,
  input: unknown,
  scan: StoredBytes | null,
): Promise<{ id: string; receiptNumber: string }> {
  requirePermission(ctx, "authority.work");
  const asked = EnterFormality.parse(input);
  const { organisationId } = requirePerson(ctx);
  if (asked.arrivedOn > dayOf(ctx))
    throw invalidInput([{ path: "arrivedOn", message: "Expected a day that is not ahead." }]);
  const traits = knownTraits().map(({ id }) => id);
  for (const [index, item] of asked.items.entries()) {
    const foreign = item.traits.find((trait) => !traits.includes(trait));
    if (foreign !== undefined)
      throw invalidInput([{ path: `items.${index}.traits`, message: `Expected some of ${traits.join(", ")}.` }]);
  }
  const law = lawOfCountry(ctx.config.country);
  const { loaded, obligation } = findDuty(law, asked);
  const form = formOf(loaded, obligation.id);
  return await withTransaction(ctx, async (tx) => {
    const profile = await readProfileOf(tx, organisationId);
    if (profile.addressee !== obligation.addressee)
      throw invalidInput([{ path: "obligationId", message: "Expected a duty that is owed to this authority." }]);
    const entity = await requireEntity(tx, asked.constituentId);
    const id = newId(ctx.now());
    const at = ctx.now().toISOString();
    const receiptNumber = await nextFormalityNumber(tx, ctx, organisationId, "formality");
    // A paper says no hour: noon of the day on which it arrived.
    const arrivedAt = Temporal.PlainDate.from(asked.arrivedOn)
      .toZonedDateTime({ timeZone: law.timeZone, plainTime: "12:00" })
      .toInstant()
      .toString();
    const { pin } = loaded;
    await tx.execute(sql`insert into formalities (id, authority_id, organisation_id, constituent_id, entity_name, entity_reference, kind, obligation_id, pack_id, pack_version, pack_sha256,
        channel, language, state, contact, receipt_number, submitted_at, entered_at, content_number, created_at, changed_at)
      select ${id}, ${organisationId}, c.organisation_id, c.id, c.name, c.reference, ${asked.kind}, ${obligation.id}, ${pin.id}, ${pin.version}, ${pin.sha256}, 'paper', ${asked.language},
        'submitted', ${asked.contact}, ${receiptNumber}, ${arrivedAt}::timestamptz, ${at}::timestamptz, 1, ${at}::timestamptz, ${at}::timestamptz from constituents c where c.id = ${entity.id}`);
    const row = await loadFormality(tx, id, { authorityId: organisationId });
    const items = asked.items.map((item) => paperItem(item, form));
    const content = describeContent(ctx, { ...row, contentNumber: 0 }, { items, contact: asked.contact, note: "" });
    const { leafHash } = await writeAudit(tx, ctx, {
      action: "formality.enter",
      objectType: "formality",
      objectId: id,
      detail: { contentSha256: content.sha256, arrivedOn: asked.arrivedOn, scanSha256: scan?.sha256 ?? null },
    });
    await insertContent(tx, ctx, row, content, leafHash);
    const detail = { filedOn: asked.arrivedOn };
    await addFormalityStep(tx, ctx, row, { kind: "paper", side: "authority", detail, isToEntity: true });
    if (scan)
      await addFile(tx, ctx, scan, {
        organisationId,
        constituentId: entity.id,
        subjectKind: "formality",
        subjectId: id,
        side: "authority",
        isToEntity: true,
      });
    return { id, receiptNumber };
  });
}

function paperItem(item: EnterFormality["items"][number], form: readonly string[]): StoredItem {
  const said: Record<string, string> = {
    purpose: item.purposes,
    data_categories: item.dataCategories,
    recipients: item.recipients,
    transfer_country: item.countries.join("; "),
  };
  return {
    entryId: null,
    number: null,
    version: null,
    title: item.title,
    traits: item.traits,
    countries: item.countries,
    fields: form.map((id) => ({ id, value: said[id] ?? "" })),
  };
}
