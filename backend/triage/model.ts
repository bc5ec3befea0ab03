// What triage says about a report: findings, observables and levels, as every engine and screen shares them. Pure.

/** Severity of a rule, in Sigma's words and order (Sigma specification 2, `level`). */
export const levels = ["informational", "low", "medium", "high", "critical"] as const;
export type Level = (typeof levels)[number];

export const engines = ["yara", "sigma", "indicator", "unpack"] as const;
export type Engine = (typeof engines)[number];

/** A place in what was received, so that a screen can highlight it. Offsets count UTF-16 units in texts and bytes in files. */
export type Location =
  | { kind: "text"; part: string; start: number; end: number; text: string }
  | { kind: "field"; part: string; event: number; field: string; value: string; pattern?: string }
  | { kind: "bytes"; part: string; offset: number; length: number; text: string; string: string };

/** One rule that matched one file, event or value, with what made it match. */
export interface Finding {
  engine: Engine;
  ruleId: string;
  /** The rule's own version (YARA meta `version`, Sigma `modified` or content hash); never empty. */
  ruleVersion: string;
  title: string;
  level: Level;
  /** The path of the file or the part of the report ("description", "files/<name>", "files/a.zip!/b.exe"). */
  source: string;
  /** Event ordinal from 0 in a log, byte offset of the first match in a file, or text offset; null for the whole. */
  at: number | null;
  locations: Location[];
  /** Why it matters, in the rule author's words; an indicator's sources, marking and dates; what could not be opened. */
  why: string;
  references: string[];
  author?: string;
}

export const observableKinds = [
  "ipv4",
  "ipv6",
  "cidr",
  "asn",
  "domain",
  "url",
  "email",
  "md5",
  "sha1",
  "sha256",
  "sha512",
  "cve",
  "phone",
  "wallet",
  "iban",
  "payment_reference",
  "handle",
  "file_name",
  "mac",
  "user_agent",
] as const;
export type ObservableKind = (typeof observableKinds)[number];

/** Whose value it is: the suspect's correlates; a victim's never leaves and never correlates in public. */
export const observableRoles = ["suspect", "victim", "unknown"] as const;
export type ObservableRole = (typeof observableRoles)[number];

/** A value seen, with where it stood in the original text. */
export interface Observable {
  kind: ObservableKind;
  /** As written ("hxxp://pay[.]example"). */
  raw: string;
  /** In normal form ("http://pay.example/"): refanged, lower-cased where the kind is, IDN as A-label, E.164. */
  value: string;
  role: ObservableRole;
  /** The part of the report it was found in, and UTF-16 offsets into that part's original text. */
  part: string;
  start: number;
  end: number;
  /** True where a checksum or registry confirmed the value (IBAN mod 97, Base58Check, known top-level domain). */
  isChecked: boolean;
  /** Extra facts of the kind: `{ country: "ML" }` for a phone, `{ chain: "bitcoin" }` for a wallet, `{ unicode: "…" }` for IDN. */
  details?: Record<string, string>;
}
