// To whom the packs of law say that something is owed, read once from the shipped list.
import { loadVocabulary } from "../law/index.ts";

export interface Addressee {
  id: string;
  /** ISO 3166-1 alpha-2; null for one that stands for a body in any country. */
  country: string | null;
  names: Record<string, string>;
}

let known: Map<string, Addressee> | undefined;

/** The addressees of policies/addressees.yml, by id. */
export function addressees(): ReadonlyMap<string, Addressee> {
  known ??= new Map(
    [...loadVocabulary("addressees")].map(([id, it]) => {
      const country = typeof it["country"] === "string" && it["country"] !== "ZZ" ? it["country"] : null;
      return [id, { id, country, names: it.names }];
    }),
  );
  return known;
}

export const knowsAddressee = (id: string): boolean => addressees().has(id);
