// Fills a request from what a report holds: accounts, numbers, amount, time. Pure; a person looks at it before anything leaves.
import { writeDay, writeMoment } from "../../platform/words/say-instant.ts";
import type { FreezeTarget } from "../../registry/partners/model.ts";
import type { FreezeFields } from "./model.ts";

export interface MoneyFacts {
  /** How the reporter said that it was paid: the answer to the form's question. */
  paid: string | undefined;
  text: string;
  /** Where the report stands in time, RFC 3339; null: not known. */
  occurredAt: string | null;
  occurredPrecision: string | null;
  /** The country's: a bank reads the day and the hour that people there had. */
  zone: string;
  observables: readonly { kind: string; value: string; role: string }[];
}

/** The most probable request. A field that the report does not say is left out. */
export function prepareFreeze(facts: MoneyFacts): { target: FreezeTarget; fields: FreezeFields } {
  const { observables } = facts;
  const first = (kinds: readonly string[], roles: readonly string[]): string | undefined =>
    observables.find(({ kind, role }) => kinds.includes(kind) && roles.includes(role))?.value;
  const hasIban = observables.some(({ kind, role }) => kind === "iban" && role !== "victim");
  const target: FreezeTarget =
    facts.paid === "card"
      ? "card"
      : facts.paid === "bank" || (facts.paid === undefined && hasIban)
        ? "bank_account"
        : "mobile_money";
  const kinds = target === "mobile_money" ? ["phone", "wallet"] : ["iban"];
  const account = first(kinds, ["suspect"]) ?? first(kinds, ["unknown"]);
  const from = first(kinds, ["victim"]);
  const amount = findAmount(facts.text);
  const transaction = first(["payment_reference"], ["suspect", "unknown", "victim"]);
  const time = facts.occurredAt === null ? undefined : sayTime(facts.occurredAt, facts);
  return {
    target,
    fields: {
      ...(account === undefined ? {} : { account }),
      ...(from === undefined ? {} : { from }),
      ...(amount === undefined ? {} : { amount }),
      ...(time === undefined ? {} : { time }),
      ...(transaction === undefined ? {} : { transaction }),
    },
  };
}

/** "2026-11-22 14:07 UTC+8"; the day alone where the hour is not known. */
function sayTime(at: string, { occurredPrecision, zone }: MoneyFacts): string {
  return (occurredPrecision === "instant" ? writeMoment : writeDay)(new Date(at), zone);
}

const digits = String.raw`\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+|\d{1,12}`;
const currency = String.raw`F\s?CFA|FCFA|CFA|XOF|XAF|francs?|MNT|₮|төгрөг|euros?|EUR|€|USD|dollars?|\$`;
const amounts = new RegExp(
  `(?<![\\p{L}\\d])(?:(${digits})\\s?(${currency})|(€|\\$|₮)\\s?(${digits}))(?![\\p{L}\\d])`,
  "giu",
);

/** The largest sum of money in a text, as it was written; undefined where none has a currency. */
export function findAmount(text: string): string | undefined {
  const found = [...text.slice(0, 50_000).matchAll(amounts)].map((match) => ({
    text: match[0].replaceAll(/\s+/g, " "),
    value: Number((match[1] ?? match[4] ?? "").replaceAll(/\D/g, "")),
  }));
  return found.sort((a, b) => b.value - a.value)[0]?.text;
}
