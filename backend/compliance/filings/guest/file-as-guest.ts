// A guest files: counted from this moment, sent to whom the law names, marked as not yet confirmed by the organisation, claimed later with the digits.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission } from "../../../identity/index.ts";
import { deriveSecret, drawLocator, hmacSecret, locatorLengths } from "../../../intake/index.ts";
import { formatReceipt } from "../../../intake/receipts/model.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { addJob } from "../../../platform/jobs/index.ts";
import { type WordsLanguage, wordsIn } from "../../../platform/words/index.ts";
import { loadCountry } from "../../../registry/country/index.ts";
import type { DutyProfile } from "../../duties/judge-duties.ts";
import { type LawOfCountry, lawOfCountry } from "../../duties/law-of-country.ts";
import { announceJob } from "../announce.ts";
import { composeFiling, type Composition } from "../compose-filing.ts";
import { findReaders, type Reader } from "../find-readers.ts";
import { type Answers, touchesPeople } from "../model.ts";
import { chosenParts, findProblems, readHappening } from "../read-answers.ts";
import { deliveryTo, drawReference, judgedPart, problemWords, writePart } from "../submit-filing.ts";
import { readParts } from "../read-filings.ts";
import { listQuestions } from "../view-draft.ts";
import { countGuest } from "./count-guests.ts";
import { FileAsGuest, type GuestForm, type GuestReceipt } from "./model.ts";

function profileOf(ctx: Context, classes: readonly string[]): DutyProfile {
  const { timeZones } = loadCountry(ctx.config.country);
  return {
    classes,
    role: null,
    country: ctx.config.country.toUpperCase(),
    timeZone: timeZones.default,
    conditions: {},
  };
}

function compose(
  ctx: Context,
  answers: Answers,
  classes: readonly string[],
): { law: LawOfCountry; composition: Composition; now: Temporal.Instant } {
  const law = lawOfCountry(ctx.config.country);
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
  const happening = readHappening(answers, {});
  return { law, now, composition: composeFiling(law.packs, profileOf(ctx, classes), happening, law.world, now) };
}

/** The questions, each once. What only decides between laws is left to the entity, except whether people's details were touched. */
export function readGuestForm(
  ctx: Context,
  language: WordsLanguage,
  answers: Answers,
  classes: readonly string[],
): GuestForm {
  const { law, composition, now } = compose(ctx, answers, classes);
  const words = wordsIn(language);
  const all = listQuestions({ ...composition, conditions: [], copies: [] }, answers, law, words, now);
  return {
    hasLaw: law.packs.length > 0,
    classes: [...law.classes].map(([id, { names }]) => ({ id, name: names[language] ?? id })),
    questions: all
      .filter(({ id }) => id !== "contact")
      .map(({ id, name, hint, kind, isRequired, seenBy }) => ({
        id,
        name,
        hint,
        kind,
        isRequired,
        seenBy: seenBy.map((one) => one.name),
      })),
  };
}

/**
 * @param address the network address that asks, for counting only
 * @throws invalid_input naming each open question; too_many_requests; refused where no law is known.
 */
export async function fileAsGuest(ctx: Context, input: FileAsGuest, address: string): Promise<GuestReceipt> {
  requirePermission(ctx, "report.submit");
  const given = FileAsGuest.parse(input);
  const classes = given.classes.filter((name) => lawOfCountry(ctx.config.country).classes.has(name));
  const answers: Answers = { ...given.answers, contact: { value: given.contact, isUnknown: false } };
  const { law, composition, now } = compose(ctx, answers, classes);
  const problems = findProblems({ ...composition, copies: [] }, answers, now);
  if (problems.some(({ field, code }) => field === touchesPeople && code === "nobody"))
    throw new AppError(
      "refused",
      "No law that is known here asks anybody to be told of this. Report it to the national team instead.",
      {
        words: "filings.refusal.nobody",
      },
    );
  if (problems.length > 0)
    throw invalidInput(problems.map(({ field, code }) => ({ path: `answers.${field}`, message: problemWords[code] })));
  const known = await findReceipt(ctx, given);
  if (known) return known;
  // Only what would be filed counts: whoever mends a form ten times, or presses twice, floods nobody.
  countGuest(ctx, address);
  const at = ctx.now();
  const readers = await readOnly(ctx, async (tx) => await findReaders(tx, ctx), "system");
  const parts = chosenParts(composition, answers);
  const locator = await findFreeLocator(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const filing = { id: newId(at), reference: drawReference(ctx.config.referencePrefix, "F", at), number: 1 };
      await tx.execute(
        sql`insert into filings (id, reference, organisation_id, constituent_id, entity_name, channel, language, profile, events, pins, opened_at)
          values (${filing.id}, ${filing.reference}, null, null, ${given.organisation}, 'guest', ${given.language}, ${JSON.stringify(profileOf(ctx, classes))}::jsonb,
            ${JSON.stringify(readHappening(answers, {}).events)}::jsonb, ${JSON.stringify(law.packs.map(({ pin }) => pin))}::jsonb, ${at.toISOString()})`,
      );
      await tx.execute(
        sql`insert into filing_versions (filing_id, number, kind, answers, submitted_at)
          values (${filing.id}, 1, 'first', ${JSON.stringify(answers)}::jsonb, ${at.toISOString()})`,
      );
      await writeAudit(tx, ctx, { action: "filing.file_as_guest", objectType: "filing", objectId: filing.id });
      await writeReceipt(tx, ctx, filing.id, given, locator);
      const partIds = await writeParts(tx, ctx, { filing, given, answers, composition, parts, now, readers });
      await addJob(tx, announceJob, { partIds });
    },
    "intake",
  ).catch(async (error: unknown) => {
    // Two taps at the same moment: the second finds what the first wrote.
    if (!(await findReceipt(ctx, given))) throw error;
  });
  const written = await findReceipt(ctx, given);
  if (!written) throw new Error("a filing that was just written is not there");
  return written;
}

const keyHash = (key: string): Buffer => createHash("sha256").update(`guest-filing:${key}`).digest();

/** The receipt of what this very page filed: just now, or before the line was cut or the button pressed twice. */
async function findReceipt(ctx: Context, given: FileAsGuest): Promise<GuestReceipt | undefined> {
  return await readOnly(
    ctx,
    async (tx) => {
      const [row] = await tx.execute<{ id: string; locator: string; reference: string; filedAt: string }>(
        sql`select f.id, g.locator, f.reference, ${iso(sql`g.filed_at`)} as "filedAt" from guest_filings g join filings f on f.id = g.filing_id
          where g.key_hash = ${keyHash(given.key)}`,
      );
      if (!row) return undefined;
      const law = lawOfCountry(ctx.config.country);
      const parts = await readParts(tx, law, wordsIn(given.language), sql`p.filing_id = ${row.id}`);
      return {
        receipt: formatReceipt({
          locator: row.locator,
          secret: deriveSecret(ctx.secrets, `guest-filing:${given.key}`),
        }),
        reference: row.reference,
        filedAt: row.filedAt,
        parts: parts.map(({ receiptNumber, addressee, clockWords, due }) => ({
          receiptNumber,
          addressee: addressee.name,
          clockWords,
          due,
        })),
      };
    },
    "system",
  );
}

async function writeParts(
  tx: Tx,
  ctx: Context,
  given: {
    filing: { id: string; reference: string; number: number };
    given: FileAsGuest;
    answers: Answers;
    composition: Composition;
    parts: ReturnType<typeof chosenParts>;
    now: Temporal.Instant;
    readers: ReadonlyMap<string, Reader>;
  },
) {
  const { filing, answers, composition, now, readers } = given;
  const { organisation, reference, contact, language } = given.given;
  const guest = { organisation, reference: reference === "" ? null : reference, contact };
  const awareAt = readHappening(answers, {}).events["aware"] ?? null;
  const written: string[] = [];
  for (const part of given.parts) {
    const { partId } = await writePart(tx, ctx, {
      ...judgedPart(part, answers, now, { composition }),
      ...deliveryTo(readers.get(part.addressee)),
      filing,
      entity: null,
      guest,
      awareAt,
      language,
      channel: "guest",
      now: ctx.now(),
    });
    written.push(partId);
  }
  return written;
}

/** A locator that nobody has. Looked for with the system's eyes: whoever comes in by the door of intake sees no other's. */
async function findFreeLocator(ctx: Context): Promise<string> {
  for (const length of locatorLengths) {
    const locator = drawLocator(length);
    const taken = await readOnly(
      ctx,
      async (tx) => await tx.execute(sql`select 1 from guest_filings where locator = ${locator}`),
      "system",
    );
    if (taken.length === 0) return locator;
  }
  throw new AppError("unavailable", "No receipt could be drawn. Try again.");
}

/** The digits are kept nowhere: only what checks them. */
async function writeReceipt(
  tx: Tx,
  ctx: Context,
  filingId: string,
  given: FileAsGuest,
  locator: string,
): Promise<void> {
  const secret = deriveSecret(ctx.secrets, `guest-filing:${given.key}`);
  const reference = given.reference === "" ? null : given.reference;
  await tx.execute(
    sql`insert into guest_filings (filing_id, locator, secret_hmac, key_hash, named_organisation, named_reference, contact, filed_at)
      values (${filingId}, ${locator}, ${hmacSecret(ctx.secrets, `filing:${locator}`, secret)}, ${keyHash(given.key)}, ${given.organisation}, ${reference},
        ${given.contact}, ${ctx.now().toISOString()})`,
  );
}
