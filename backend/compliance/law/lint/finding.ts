// One thing the linter found wrong, and what its rules may look at. Pure types.
import type { LawWorld } from "../list-duties.ts";
import type { Pack } from "../model.ts";
import type { VectorFile } from "../vectors.ts";

export interface Finding {
  /** L1 to L12, or schema, lock, path, vocabulary. */
  rule: string;
  /** File below the folder that was linted. */
  file: string;
  /** Where in the file: an obligation's or a provision's id, or a path. */
  at: string;
  message: string;
}

export interface LintSubject {
  file: string;
  pack: Pack;
  vectors: VectorFile["vectors"];
  world: LawWorld;
  addressees: ReadonlySet<string>;
  fields: ReadonlySet<string>;
  forms: ReadonlySet<string>;
  traits: ReadonlySet<string>;
  /** Captured text below the pack's folder, null when it is not there. */
  readSource: (source: string) => { text: string; sha256: string } | null;
}

export type LintRule = (subject: LintSubject) => Omit<Finding, "file">[];
