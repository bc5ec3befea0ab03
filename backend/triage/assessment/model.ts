// What the assessment is told and what it says. Pure.
import type { Engine, Level, ObservableKind, ObservableRole } from "../model.ts";
import type { RsitClass, RsitType } from "../rsit/model.ts";

/** A constituent that a value of the report points to, as the register knew it at that time. */
export interface Holder {
  constituentId: string;
  name: string;
  sector: string;
  isCritical: boolean;
  via: "url" | "address" | "domain" | "asn" | "short_code" | "name";
  value: string;
  /** Somebody else says that they held it; the earlier holder stands meanwhile. */
  isDisputed?: true;
}

export interface AssessmentFacts {
  flow: string;
  /** Description and the text of attached mails. */
  text: string;
  answers: Record<string, string | string[]>;
  isOngoing: boolean | null;
  findings: { engine: Engine; title: string; level: Level }[];
  observables: { kind: ObservableKind; role: ObservableRole }[];
  holders: Holder[];
  /** Other reports of the last 24 hours that share a suspect's value. */
  relatedReports: number;
}

/** One reason: a key of the catalogue's room `triage` with its values, so that each reader gets it in the own language. */
export interface Reason {
  key: string;
  values: Record<string, string | number>;
}

export interface Assessment {
  rsitClass: RsitClass;
  rsitType: RsitType;
  severity: Level;
  /** 0 to 1: the winner's share of all votes, less where there were few. */
  confidence: number;
  reasons: Reason[];
  constituents: { constituentId: string; name: string; via: Holder["via"]; value: string; isDisputed?: true }[];
}

export interface Vote {
  type: RsitType;
  weight: number;
  reason: Reason;
}
