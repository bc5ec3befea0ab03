// A filing that came on paper, entered by the officer who holds it: the day of its arrival counts, its scan is kept, its lateness is judged under the pinned law.
import { createHash, randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission } from "../../identity/index.ts";
import { readMultipart } from "../../intake/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { type Duty, listDuties, type LoadedPack, loadLawWorld, loadPack, parseFacts } from "../law/index.ts";
import { addFile, askerOf, dayOf, readProfileOf, requireEntity, type StoredBytes } from "../offices/store.ts";
import { EnterPaper } from "./model.ts";

let world: ReturnType<typeof loadLawWorld> | undefined;

/** Multipart: the field `input` is JSON, `file` the scan. @throws AppError invalid_input naming each field; nothing is kept then. */
export async function takePaper(
  ctx: Context,
  request: Request,
): Promise<{ id: string; receiptNumber: string; lateness: string }> {
  requirePermission(ctx, "authority.work");
  const { fields, files } = await readMultipart(ctx, request);
  try {
    const given = fields.find(([name]) => name === "input")?.[1] ?? "";
    if (files.length > 1)
      throw invalidInput([{ path: "file", message: "Expected one scan: put its pages into one file." }]);
    return await enterPaper(ctx, parseJson(given), files[0] ?? null);
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

export async function enterPaper(
  ctx: Context,
  input: unknown,
  scan: StoredBytes | null,
): Promise<{ id: string; receiptNumber: string; lateness: string }> {
  requirePermission(ctx, "authority.work");
  const asked = EnterPaper.parse(input);
  const { organisationId } = askerOf(ctx);
  if (asked.arrivedOn > dayOf(ctx))
    throw invalidInput([{ path: "arrivedOn", message: "Expected a day that is not ahead." }]);
  return await withTransaction(ctx, async (tx) => {
    const profile = await readProfileOf(tx, organisationId);
    if (profile.addressee === null)
      throw invalidInput([
        {
          path: "packId",
          message: "Expected the national team to say first which addressee of the law this authority is.",
        },
      ]);
    if (!profile.packs.includes(asked.packId))
      throw invalidInput([{ path: "packId", message: `Expected one of ${profile.packs.join(", ")}.` }]);
    const entity = await requireEntity(tx, asked.constituentId);
    const law = loadPack(asked.packId);
    const values = fieldsFor(law, profile.addressee, asked.fields);
    const duty = judgeStage(ctx, law, entity.classes, { ...asked, addressee: profile.addressee });
    const part = { asked, entity, law, values, duty, organisationId, addressee: profile.addressee, scan };
    const content = describeContent(ctx, part);
    const detail = { contentSha256: content.sha256, arrivedOn: asked.arrivedOn };
    const { leafHash } = await writeAudit(tx, ctx, {
      action: "filing.enter",
      objectType: "filing_part",
      objectId: content.id,
      detail,
    });
    return await insertPart(tx, ctx, part, { ...content, leafHash: leafHash.toString("hex") });
  });
}

/** As what comes through the console is kept. */
interface FiledOnPaper {
  id: string;
  value: string;
  isUnknown: boolean;
  pack: string;
}

/** Only what this authority may be given by the law's own list. */
function fieldsFor({ pack, pin }: LoadedPack, addressee: string, given: EnterPaper["fields"]): FiledOnPaper[] {
  const known = new Set(pack.fields.filter(({ discloseTo }) => discloseTo.includes(addressee)).map(({ id }) => id));
  const foreign = given.findIndex(({ id }) => !known.has(id));
  if (foreign >= 0)
    throw invalidInput([{ path: `fields.${foreign}.id`, message: `Expected one of ${[...known].join(", ")}.` }]);
  return given.map(({ id, value }) => ({ id, value, isUnknown: false, pack: pin.id }));
}

/** A paper says no hour: noon of the day on which it arrived. */
function arrivalOf(ctx: Context, arrivedOn: string): Temporal.Instant {
  const zone = loadCountry(ctx.config.country).timeZones.default;
  return Temporal.PlainDate.from(arrivedOn).toZonedDateTime({ timeZone: zone, plainTime: "12:00" }).toInstant();
}

function judgeStage(
  ctx: Context,
  { pack }: LoadedPack,
  classes: readonly string[],
  asked: EnterPaper & { addressee: string },
): Duty {
  world ??= loadLawWorld();
  const at = arrivalOf(ctx, asked.arrivedOn);
  const events = asked.awareAt === undefined ? {} : { aware: asked.awareAt };
  const facts = parseFacts({ entity: { classes: [...classes], country: ctx.config.country.toUpperCase() }, events });
  const duties = listDuties(pack, facts, world, at).duties.filter(({ addressee }) => addressee === asked.addressee);
  const duty = duties.find(({ stage }) => stage === asked.stage);
  if (!duty)
    throw invalidInput([
      { path: "stage", message: `Expected one of ${[...new Set(duties.map(({ stage }) => stage))].join(", ")}.` },
    ]);
  return duty;
}

interface PartToInsert {
  asked: EnterPaper;
  entity: { id: string; name: string };
  law: LoadedPack;
  values: FiledOnPaper[];
  duty: Duty;
  organisationId: string;
  addressee: string;
  scan: StoredBytes | null;
}

interface Content {
  id: string;
  receiptNumber: string;
  submittedAt: string;
  /** Over what was filed, as the log and the receipt name it. */
  sha256: string;
}

function describeContent(ctx: Context, { asked, entity, law, values, addressee, scan }: PartToInsert): Content {
  const submittedAt = arrivalOf(ctx, asked.arrivedOn).toString();
  const number = String(randomInt(10 ** 10)).padStart(10, "0");
  const receiptNumber = `${ctx.config.referencePrefix}-P-${asked.arrivedOn.slice(0, 4)}-${number}`;
  const content = {
    receiptNumber,
    addressee,
    entity: entity.name,
    stage: asked.stage,
    pack: law.pin,
    submittedAt,
    fields: values,
    scan: scan?.sha256 ?? null,
  };
  return {
    id: newId(ctx.now()),
    receiptNumber,
    submittedAt,
    sha256: createHash("sha256").update(canonicalJson(content)).digest("hex"),
  };
}

async function insertPart(
  tx: Tx,
  ctx: Context,
  { asked, entity, law, values, duty, organisationId, addressee, scan }: PartToInsert,
  { id, receiptNumber, submittedAt, sha256, leafHash }: Content & { leafHash: string },
): Promise<{ id: string; receiptNumber: string; lateness: string }> {
  const isLate =
    duty.due !== null &&
    Temporal.Instant.compare(Temporal.Instant.from(submittedAt), Temporal.Instant.from(duty.due)) > 0;
  const lateness = duty.due === null ? "no_time" : isLate ? "late" : "on_time";
  if (scan)
    await addFile(tx, ctx, scan, {
      organisationId,
      constituentId: entity.id,
      subjectKind: "filing",
      subjectId: id,
      side: "authority",
      isToEntity: true,
    });
  await tx.execute(sql`insert into filing_parts (id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id, entity_name, entity_reference,
      channel, language, pack_id, pack_version, pack_sha256, obligation_id, stage, fields, content_sha256, leaf_hash, aware_at, submitted_at, entered_at, clock_kind, due_at, lateness, duty,
      standing, delivery, scan_file_id)
    select ${id}, 1, ${receiptNumber}, ${receiptNumber}, ${organisationId}, ${addressee}, c.organisation_id, c.id, c.name, c.reference, 'paper', ${asked.language}, ${law.pin.id}, ${law.pin.version},
      ${law.pin.sha256}, ${duty.obligation}, ${asked.stage}, ${JSON.stringify(values)}::jsonb, ${sha256}, ${leafHash}, ${asked.awareAt ?? null}::timestamptz,
      ${submittedAt}::timestamptz, ${ctx.now().toISOString()}::timestamptz, ${duty.clock}, ${duty.due}::timestamptz, ${lateness}, ${JSON.stringify(duty)}::jsonb, 'confirmed', 'platform',
      ${scan?.objectId ?? null} from constituents c where c.id = ${entity.id}`);
  return { id, receiptNumber, lateness };
}
