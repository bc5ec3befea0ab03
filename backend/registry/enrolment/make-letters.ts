// Letters with an invitation code, for entries that nobody keeps yet. The code is given out for printing this once; its hash is what stays.
import { randomBytes } from "node:crypto";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { sayDate } from "../../platform/words/say-instant.ts";
import { loadCountry } from "../country/index.ts";
import { bindLetters, MakeLetters, MarkLetters, type PrintedLetter, readLetterCode, writeLetterCode } from "./model.ts";
import { findEntry, readHeld } from "./store.ts";
import { enrolmentLetters } from "./tables.ts";
import { hashLetterCode } from "./use-letter.ts";

/** A new letter takes the place of an older one of the same entry. Needs a step-up (`bindLetters`). @throws AppError not_found; invalid_input for an entry that somebody keeps. */
export async function makeLetters(ctx: Context, input: unknown): Promise<{ letters: PrintedLetter[] }> {
  requirePermission(ctx, "registry.change");
  const { letters: wanted, validDays } = MakeLetters.parse(input);
  const person = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, bindLetters(wanted.map(({ constituentId }) => constituentId)));
      const now = ctx.now();
      const expiresAt = new Date(now.getTime() + validDays * 86_400_000);
      const letters: PrintedLetter[] = [];
      for (const [at, { constituentId, address, language }] of wanted.entries()) {
        const entry = await findEntry(tx, constituentId);
        if (!entry || entry.endedAt) throw notFound("constituent");
        const { hasAdministrator } = await readHeld(tx, entry);
        if (hasAdministrator)
          throw invalidInput([{ path: `letters.${at}.constituentId`, message: `${entry.name} is enrolled already.` }]);
        const code = writeLetterCode(randomBytes(16));
        const id = newId(now);
        await tx
          .update(enrolmentLetters)
          .set({ withdrawnAt: now })
          .where(
            and(
              eq(enrolmentLetters.constituentId, constituentId),
              isNull(enrolmentLetters.usedAt),
              isNull(enrolmentLetters.withdrawnAt),
            ),
          );
        const codeHash = hashLetterCode(readLetterCode(code) ?? "");
        await tx.insert(enrolmentLetters).values({
          id,
          constituentId,
          codeHash,
          address,
          language,
          madeBy: person.personId,
          madeAt: now,
          expiresAt,
        });
        await writeAudit(tx, ctx, {
          action: "entry.make_letter",
          objectType: "constituent",
          objectId: constituentId,
          detail: { letterId: id, expiresAt: expiresAt.toISOString() },
        });
        letters.push(
          print(ctx, { id, address, language, code, name: entry.name, reference: entry.reference, expiresAt }),
        );
      }
      return { letters };
    },
    "staff",
  );
}

/** Says that letters were printed, or that they went to the post. @throws AppError not_found when one of them is not there. */
export async function markLetters(ctx: Context, what: "printed" | "sent", input: unknown): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { letterIds } = MarkLetters.parse(input);
  const person = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const set =
        what === "printed"
          ? { printedAt: sql`coalesce(printed_at, ${now.toISOString()}::timestamptz)` }
          : {
              printedAt: sql`coalesce(printed_at, ${now.toISOString()}::timestamptz)`,
              sentAt: sql`coalesce(sent_at, ${now.toISOString()}::timestamptz)`,
              sentBy: sql`coalesce(sent_by, ${person.personId}::uuid)`,
            };
      const marked = await tx
        .update(enrolmentLetters)
        .set(set)
        .where(inArray(enrolmentLetters.id, letterIds))
        .returning({ id: enrolmentLetters.id, constituentId: enrolmentLetters.constituentId });
      if (marked.length !== new Set(letterIds).size) throw notFound("letter");
      for (const { id, constituentId } of marked)
        await writeAudit(tx, ctx, {
          action: `entry.letter_${what}`,
          objectType: "constituent",
          objectId: constituentId,
          detail: { letterId: id },
        });
    },
    "staff",
  );
}

interface ToPrint {
  id: string;
  address: string;
  language: "fr" | "en" | "mn";
  code: string;
  name: string;
  reference: string;
  expiresAt: Date;
}

/** The letter's sentences in its reader's language. */
function print(ctx: Context, letter: ToPrint): PrintedLetter {
  const words = wordsIn(letter.language);
  const country = loadCountry(ctx.config.country);
  const page = `${ctx.config.publicUrl}/claim`;
  return {
    id: letter.id,
    language: letter.language,
    addressLines: letter.address.split("\n"),
    issuer: country.cert.fullName,
    reference: letter.reference,
    subject: words("console.letter.subject", { name: letter.name }),
    paragraphs: [
      words("console.letter.why", { name: letter.name, reference: letter.reference }),
      words("console.letter.how", { page }),
      words("console.letter.until", { day: sayDate(letter.expiresAt, letter.language, country.timeZones.default) }),
      words("console.letter.secret"),
    ],
    code: letter.code,
    claimUrl: `${page}?q=${encodeURIComponent(letter.reference)}`,
    closing: words("console.letter.closing", { cert: country.cert.shortName }),
  };
}
