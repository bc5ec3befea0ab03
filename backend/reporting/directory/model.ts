// What the desk's register page asks and shows. Pure; the desk imports these types.
import { z } from "zod";
import type { ClaimState } from "../../registry/claims/model.ts";
import type { ClaimKind } from "../../registry/model.ts";
import { type Sector, sectors } from "../../registry/sectors/model.ts";
import type { Level } from "../../triage/model.ts";
import type { QueueRow } from "../model.ts";

export const DirectoryQuery = z.strictObject({
  /** A part of a name, or of an address range, domain or code that was ever held. */
  text: z.string().max(100).default(""),
  sector: z.enum(sectors, { error: `Expected one of ${sectors.join(", ")}.` }).optional(),
  /** A class of the packs of law. */
  class: z.string().max(60).optional(),
  /** An area of the country: whatever has its seat or a branch there or below it. */
  areaId: z.string().max(60).optional(),
  /** Only those whom nobody can be reached at. */
  withoutContact: z.enum(["true"], { error: "Expected true." }).optional(),
  /** Those that have ended instead of those that stand. */
  ended: z.enum(["true"], { error: "Expected true." }).optional(),
  cursor: z.uuid("Expected the `next` of an earlier page.").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});
export type DirectoryQuery = z.input<typeof DirectoryQuery>;

export const HoldersQuery = z.strictObject({
  /** An address, a domain, or a web or e-mail address that holds one; defanged forms too. */
  value: z.string().trim().min(1, "Expected an address or a domain.").max(500, "Expected at most 500 characters."),
  at: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." }),
});
export type HoldersQuery = z.input<typeof HoldersQuery>;

export interface ConstituentRow {
  id: string;
  reference: string;
  name: string;
  sector: Sector;
  /** In the languages of the country file; null where no area is set. */
  areaNames: Record<string, string> | null;
  address: string | null;
  legalForm: string | null;
  /** Ranges, domains and codes held now. */
  claims: number;
  /** Somebody can be written to or called. */
  hasContact: boolean;
}

export interface ContactView {
  id: string;
  name: string;
  role: string;
  email: string | null;
  phone: string | null;
  languages: string[];
  hours: string | null;
  isSafeChannel: boolean;
  endedAt: string | null;
}

export interface ClaimView {
  id: string;
  kind: ClaimKind;
  value: string;
  heldFrom: string | null;
  heldUntil: string | null;
  source: string;
  proof: string;
  state: ClaimState;
  provenAt: string | null;
  lapsedAt: string | null;
  /** Who else held it, a part of it, or the range that it is part of; the oldest first, at most 20. */
  others: {
    constituentId: string;
    name: string;
    value: string;
    heldFrom: string | null;
    heldUntil: string | null;
  }[];
}

export interface ConstituentPage {
  id: string;
  reference: string;
  name: string;
  otherNames: string[];
  sector: Sector;
  isic: string | null;
  classes: string[];
  areaId: string | null;
  areaNames: Record<string, string> | null;
  address: string | null;
  legalForm: string | null;
  languages: ("fr" | "en" | "mn")[];
  isDemo: boolean;
  version: number;
  createdAt: string;
  /** Null for an API key: contacts are people. */
  contacts: ContactView[] | null;
  /** What is held now first. */
  claims: ClaimView[];
  /** The newest 20 that concern it, by their latest assessment; null for those who read no reports. */
  reports: ConcerningReport[] | null;
}

export interface ConcerningReport extends Pick<QueueRow, "id" | "reference" | "title" | "status" | "receivedAt"> {
  severity: Level | null;
  /** "address", "domain", "name" or "analyst", and the value of the report that pointed here. */
  via: string | null;
  value: string | null;
}

export interface HolderAnswer {
  /** What was understood of the question: "203.0.113.5" or "mail.bank.example". */
  asked: string;
  at: string;
  /** The holder of the smallest range or longest name first. */
  rows: { constituentId: string; name: string; sector: string }[];
}

export interface AreaView {
  id: string;
  parentId: string | null;
  level: "country" | "region" | "district" | "municipality";
  names: Record<string, string>;
}
