// A guest files: counted from this moment, sent to whom the law names, marked as not yet confirmed by the organisation, claimed later with the digits.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission } from "../../../identity/index.ts";
import { deriveSecret, drawLocator, hmacSecret, locatorLengths } from "../../../intake/index.ts";
import { formatReceipt } from "../../../intake/receipts/model.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput } from "../../../platform/errors/index.ts";
import { newId } from "../../../platform/ids/index.ts";
import { addJob } from "../../../platform/jobs/index.ts";
import { type WordsLanguage, wordsIn } from "../../../platform/words/index.ts";
import { loadCountry } from "../../../registry/country/index.ts";
import type { DutyProfile } from "../../duties/judge-duties.ts";
import { nameAddressee, sayClock } from "../../duties/judge-duties.ts";
import { type LawOfCountry, lawOfCountry } from "../../duties/law-of-country.ts";
import { announceJob } from "../announce.ts";
import { composeFiling, type Composition } from "../compose-filing.ts";
import { findReaders, type Reader } from "../find-readers.ts";
import { type Answers, touchesPeople } from "../model.ts";
import { chosenParts, findProblems, readHappening } from "../read-answers.ts";
import { deliveryTo, drawReference, judgedPart, problemWords, writePart } from "../submit-filing.ts";
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
  countGuest(ctx, address);
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
  const at = ctx.now();
  const readers = await readOnly(ctx, async (tx) => await findReaders(tx, ctx), "system");
  const parts = chosenParts(composition, answers);
  return await withTransaction(
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
      const receipt = await writeReceipt(tx, ctx, filing.id, given);
      const written = await writeParts(tx, ctx, { filing, given, answers, composition, parts, now, readers });
      await addJob(tx, announceJob, { partIds: written.map(({ partId }) => partId) });
      const words = wordsIn(given.language);
      return {
        receipt,
        reference: filing.reference,
        filedAt: at.toISOString(),
        parts: written.map(({ receiptNumber, addressee }, index) => {
          const judged = parts[index]?.judged;
          return {
            receiptNumber,
            addressee: nameAddressee(addressee, given.language, law),
            clockWords: judged ? sayClock(judged.obligation, words, law, judged.loaded.pack) : "",
            due: judged?.duty.due ?? null,
          };
        }),
      };
    },
    "intake",
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
  const written = [];
  for (const part of given.parts)
    written.push(
      await writePart(tx, ctx, {
        ...judgedPart(part, answers, now, { composition }),
        ...deliveryTo(readers.get(part.addressee)),
        filing,
        entity: null,
        guest,
        awareAt,
        language,
        channel: "guest",
        now: ctx.now(),
      }),
    );
  return written;
}

/** The digits are drawn here and kept nowhere: only what checks them. */
async function writeReceipt(tx: Tx, ctx: Context, filingId: string, given: FileAsGuest): Promise<string> {
  const secret = deriveSecret(ctx.secrets, undefined);
  const at = ctx.now().toISOString();
  const reference = given.reference === "" ? null : given.reference;
  for (const length of locatorLengths) {
    const locator = drawLocator(length);
    const written = await tx.execute(
      sql`insert into guest_filings (filing_id, locator, secret_hmac, named_organisation, named_reference, contact, filed_at)
        values (${filingId}, ${locator}, ${hmacSecret(ctx.secrets, `filing:${locator}`, secret)}, ${given.organisation}, ${reference}, ${given.contact}, ${at})
        on conflict (locator) do nothing`,
    );
    if (written.count > 0) return formatReceipt({ locator, secret });
  }
  throw new AppError("unavailable", "No receipt could be drawn. Try again.");
}
