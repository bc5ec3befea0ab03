// What a check says: good or not, a key of the words' room `log`, and its values. Pure; the command line and the page say it in a language.
import type { LogRecord } from "./leaf.ts";

/** A witness's word that a tree stood as it does, at that time. */
export interface Attested {
  witness: string;
  /** RFC 3339, UTC. */
  at: string;
}

export interface Finding {
  /** The file's name as it was given. */
  file: string;
  isGood: boolean;
  /** Key of the catalogue's room `log`, below "verify.". */
  says: string;
  values: Record<string, string | number>;
  /** The rows that were proved, the newest last; for an export none. */
  records: LogRecord[];
  /** Witnesses among the trusted keys that cosigned, by name. */
  attested: Attested[];
  /** Further keys below "verify.": what one should know beside it. */
  notes: { says: string; values: Record<string, string | number> }[];
}

/** A check that failed, with its key and values. */
export class Refused extends Error {
  readonly says: string;
  readonly values: Record<string, string | number>;
  constructor(says: string, values: Record<string, string | number> = {}) {
    super(says);
    this.name = "Refused";
    this.says = says;
    this.values = values;
  }
}

/** The finding of a check that failed; what a reader of a format said goes in as its reason. */
export function refusalOf(file: string, error: unknown): Finding {
  const refused =
    error instanceof Refused
      ? error
      : new Refused("malformed", { reason: error instanceof Error ? error.message : String(error) });
  return { file, isGood: false, says: refused.says, values: refused.values, records: [], attested: [], notes: [] };
}
