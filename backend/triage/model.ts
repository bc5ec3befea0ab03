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
  /** What an explanation needs later; left out where nothing more is known than the places. */
  evidence?: Evidence[];
}

/** One list that knows a value, as it stood when the value was seen. Days are ISO dates; scores 0 to 100. */
export interface KnownBy {
  listId: string;
  title: string;
  version: string;
  marking: string;
  why: string;
  firstSeen: string | null;
  lastSeen: string | null;
  expiresAt: string | null;
  confidence: number;
  /** Confidence after decay. */
  score: number;
  isExpired: boolean;
  author?: string;
  licence?: string;
}

/** What stood around a match, kept with the finding so that it can be explained without opening the file again. */
export type Evidence =
  /** The event as JSON (cut at a limit), with the search identifiers that were true and the condition's true part in Sigma's words. */
  | { kind: "event"; part: string; event: number; json: string; identifiers: string[]; condition: string }
  /** The events that a correlation counted. */
  | {
      kind: "counted";
      identifiers: string[];
      condition: string;
      events: { part: string; event: number; ruleId: string; atMs: number | null }[];
    }
  /** Every string of a YARA rule that was found. */
  | { kind: "strings"; strings: string[] }
  /** Bytes around a hit in lower-case hex, from `offset` on. */
  | { kind: "around"; part: string; offset: number; hex: string }
  /** Text around a place, from UTF-16 offset `start` of the part on. */
  | { kind: "excerpt"; part: string; start: number; text: string }
  /** Which known value the seen one met, and everybody who knows it. */
  | { kind: "known"; part: string; value: string; known: string; matchedBy: string; by: KnownBy[] };

export const observableKinds = [
  "ipv4",
  "ipv6",
  "cidr",
  "asn",
  "short_code",
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
