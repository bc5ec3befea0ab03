// Whether a sanction lies inside the bounds that the pack of law states; outside it is refused with the article. Pure.
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import type { Pack, VerificationStatus } from "../law/model.ts";
import type { OfficeStep } from "./model.ts";

export type LawSanction = Pack["sanctions"][number];
type SanctionStep = Extract<OfficeStep, { kind: "sanction" }>;

/** A sanction of the pack as screens offer it. */
export interface SanctionOffer {
  id: string;
  kind: LawSanction["kind"];
  grounds: string[];
  min: number | null;
  max: number | null;
  currency: string | null;
  articles: string;
  law: Record<"fr" | "en" | "mn", string>;
  verification: VerificationStatus;
}

/** The sanctions of a pack, each with its article and how far that was checked. */
export function listSanctions(pack: Pack): SanctionOffer[] {
  return pack.sanctions.map((sanction) => {
    const cited = pack.provisions.filter(({ id }) => sanction.cites.includes(id));
    const instrument = pack.instruments.find(({ id }) => id === cited[0]?.instrument);
    const articles = cited.map(({ article }) => article ?? "?").join(", ");
    return {
      id: sanction.id,
      kind: sanction.kind,
      grounds: sanction.grounds,
      min: sanction.min,
      max: sanction.max,
      currency: sanction.currency,
      articles,
      law: instrument?.title ?? pack.pack.title,
      verification: sanction.verification.status,
    };
  });
}

/**
 * @returns the sanction's kind and the currency of its amount.
 * @throws AppError refused in words that name the article and its bounds; invalid_input for a field that is missing.
 */
export function judgeSanction(
  pack: Pack,
  step: SanctionStep,
): { kind: string; currency: string | null; offer: SanctionOffer } {
  const offers = listSanctions(pack);
  const offer = offers.find(({ id }) => id === step.sanctionId);
  if (!offer)
    throw invalidInput([
      {
        path: "sanctionId",
        message:
          offers.length === 0
            ? `Expected another step: ${pack.pack.id}@${pack.pack.version} states no sanction.`
            : `Expected one of ${offers.map(({ id }) => id).join(", ")}.`,
      },
    ]);
  if (!offer.grounds.includes(step.ground))
    throw invalidInput([{ path: "ground", message: `Expected one of ${offer.grounds.join(", ")}.` }]);
  const isMoney = offer.kind === "fine" || offer.kind === "surcharge";
  if (!isMoney) {
    if (step.amount !== null)
      throw invalidInput([{ path: "amount", message: "Expected none: this sanction is no sum of money." }]);
    return { kind: offer.kind, currency: null, offer };
  }
  if (step.amount === null) throw invalidInput([{ path: "amount", message: "Expected the amount of the fine." }]);
  const isPercent = offer.currency === "percent";
  if (isPercent && (step.base === undefined || step.baseCurrency === undefined))
    throw invalidInput([
      { path: "base", message: "Expected the sum, and its currency, that the law's percentage is a share of." },
    ]);
  // To the hundredth in both cases, so that a bound itself is always inside.
  const measured = isPercent ? (step.amount / (step.base ?? 1)) * 100 : step.amount;
  const isBelow = offer.min !== null && measured < offer.min - 1e-9;
  const isAbove = offer.max !== null && measured > offer.max + 1e-9;
  if (isBelow || isAbove)
    throw new AppError("refused", sayBounds(offer), {
      words: "decisions.refusal.bounds",
      fields: [{ path: "amount", message: sayBounds(offer) }],
    });
  return { kind: offer.kind, currency: isPercent ? (step.baseCurrency ?? null) : offer.currency, offer };
}

/** "Article 65 of Loi n°2013-015 …: from 5000000 to 20000000 XOF." */
export function sayBounds({ articles, law, min, max, currency }: SanctionOffer): string {
  const unit = currency === "percent" ? "percent" : (currency ?? "");
  const range =
    min !== null && max !== null
      ? `from ${min} to ${max} ${unit}`
      : max !== null
        ? `at most ${max} ${unit}`
        : `at least ${min ?? 0} ${unit}`;
  return `Outside the bounds of the law: article ${articles} of ${law.fr}: ${range}.`;
}
