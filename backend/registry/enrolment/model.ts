// Claims of an entry, letters and papers as forms bring them and screens see them, and what a claim still needs. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { AddConstituent, contactRoles, type Sector, sectors } from "../model.ts";
import { sizeKinds } from "../profile/model.ts";
import { AddService } from "../services/model.ts";
import type { ProposalView } from "../proposals/model.ts";

export const claimProofs = ["email", "dns", "letter", "officer", "paper"] as const;
export type ClaimProof = (typeof claimProofs)[number];
export const entryClaimStates = [
  "asked",
  "confirmed",
  "waits_administrator",
  "waits_desk",
  "approved",
  "refused",
  "expired",
] as const;
export type EntryClaimState = (typeof entryClaimStates)[number];

export const enrolmentLimits = {
  /** The link in the first mail opens this long. */
  confirmDays: 3,
  /** The whole claim lives this long. */
  claimDays: 30,
  /** A letter's code works this long unless said otherwise. */
  letterDays: 60,
  /** Wrong codes and look-ups that one claim has. */
  tries: 10,
  /** Claims that one address, and one entry, may have begun within a day. */
  claimsADay: { address: 5, entry: 20 },
  lettersAtOnce: 100,
} as const;

/** Organisations that give mailboxes under their own domain to customers or students: such an address alone proves nothing about the organisation. */
export const sectorsWithOpenMailboxes: readonly Sector[] = ["telecom", "education"];

const line = (max: number) =>
  z.string("Expected text.").trim().min(1, "Expected some text.").max(max, `Expected at most ${max} characters.`);
const email = z
  .string("Expected an address.")
  .trim()
  .max(320)
  .pipe(z.email("Expected an e-mail address such as name@example.org."));
const language = z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." });
const id = z.uuid("Expected an identifier.");

export const StartClaim = z.strictObject({ entryId: id, personName: line(200), email, language });
export type StartClaim = z.infer<typeof StartClaim>;

export const AskToBeEntered = z.strictObject({
  name: line(300),
  sector: z.enum(sectors, { error: `Expected one of ${sectors.join(", ")}.` }),
  place: line(300),
  personName: line(200),
  email,
  language,
});
export type AskToBeEntered = z.infer<typeof AskToBeEntered>;

export const SettleClaim = z.strictObject({
  decision: z.enum(["approve", "refuse"], { error: "Expected approve or refuse." }),
  reason: z.string().trim().max(2000).default(""),
});
export type SettleClaim = z.input<typeof SettleClaim>;

/** An organisation that is not in the register yet is entered, and its claim goes on. */
export const EnterWanted = AddConstituent.pick({ name: true, sector: true, areaId: true, languages: true });

export const MakeLetters = z.strictObject({
  letters: z
    .array(z.strictObject({ constituentId: id, address: line(1000), language }))
    .min(1, "Expected at least one letter.")
    .max(enrolmentLimits.lettersAtOnce, `Expected at most ${enrolmentLimits.lettersAtOnce} letters at once.`),
  validDays: z.number().int().min(7, "Expected 7 days or more.").max(180, "Expected 180 days or fewer.").default(60),
});
export const MarkLetters = z.strictObject({ letterIds: z.array(id).min(1).max(enrolmentLimits.lettersAtOnce) });

const PaperContact = z.strictObject({
  name: line(200),
  role: z.enum(contactRoles, { error: `Expected one of ${contactRoles.join(", ")}.` }),
  email: email.optional(),
  phone: line(40).optional(),
  hours: line(200).optional(),
  languages: z.array(language).min(1, "Expected a language.").default(["fr"]),
});

export const EnterPaper = z.strictObject({
  /** Absent: the paper is of an organisation that is not in the register yet, and `entry` says what it is. */
  constituentId: id.optional(),
  /** What a letter says of the organisation. */
  entry: AddConstituent.optional(),
  paperReference: line(100),
  signedBy: line(200),
  receivedOn: z.iso.date("Expected a day such as 2026-03-01."),
  contact: PaperContact,
  otherContacts: z.array(PaperContact).max(9, "Expected at most 10 contacts.").default([]),
  /** How large it is, as the paper says. */
  sizes: z
    .array(
      z.strictObject({
        kind: z.enum(sizeKinds, { error: `Expected one of ${sizeKinds.join(", ")}.` }),
        amount: z.number("Expected a number of 0 or more."),
        currency: z.string().optional(),
        asOf: z.iso.date("Expected a day such as 2026-03-01."),
      }),
    )
    .max(10)
    .default([]),
  services: z
    .array(AddService.omit({ constituentId: true }))
    .max(20, "Expected at most 20 services.")
    .default([]),
  /** Who is to keep the entry: gets an invitation once another officer has approved. */
  administrator: z.strictObject({ name: line(200), email, language }).optional(),
});
export type EnterPaper = z.input<typeof EnterPaper>;

export interface ClaimGround {
  isProven: boolean;
  proof: ClaimProof;
  /** Somebody keeps the entry already, or is about to. */
  isHeld: boolean;
  /** Somebody who keeps it can be asked. */
  hasAdministrator: boolean;
  sector: string;
}

/** Where a claim goes once its address is confirmed, or its proof is brought. */
export function nextState(ground: ClaimGround): "confirmed" | "waits_administrator" | "waits_desk" | "approved" {
  const isOpen = (sectorsWithOpenMailboxes as readonly string[]).includes(ground.sector);
  if (!ground.isProven) return ground.proof === "officer" || ground.proof === "paper" ? "waits_desk" : "confirmed";
  if (ground.isHeld) return ground.hasAdministrator ? "waits_administrator" : "waits_desk";
  return ground.proof === "email" && isOpen ? "waits_desk" : "approved";
}

/** How many persons of the desk must approve: one beside a proof, two where the word of the desk is all there is or somebody keeps the entry. */
export function approvalsOf(ground: Pick<ClaimGround, "isProven" | "isHeld">): 1 | 2 {
  return ground.isProven && !ground.isHeld ? 1 : 2;
}

/** Who asks for what stays a person of the desk's own act: nobody approves twice, and nobody approves what they entered as first. */
export function mayApprove(claim: { firstBy: string | null }, personId: string): boolean {
  return claim.firstBy !== personId;
}

export interface FoundEntry {
  id: string;
  reference: string;
  name: string;
  sector: string;
  areaNames: Record<string, string> | null;
}

/** What the claim's own page shows, to whoever holds its link. */
export interface ClaimLook {
  state: EntryClaimState;
  /** True until the button of the first mail was pressed. */
  needsConfirmation: boolean;
  entryName: string;
  isInRegister: boolean;
  email: string;
  proof: ClaimProof;
  isProven: boolean;
  dns: { name: string; text: string } | null;
  triesLeft: number;
  reason: string;
  /** The passkey was made, or the account has the role. */
  isDone: boolean;
}

export interface EntryClaimView {
  id: string;
  state: EntryClaimState;
  constituent: { id: string; name: string; reference: string } | null;
  wanted: { name: string; sector: string; place: string } | null;
  personName: string;
  email: string;
  proof: ClaimProof;
  domain: string | null;
  isProven: boolean;
  isHeld: boolean;
  madeAt: string;
  first: { name: string; at: string } | null;
  approvalsNeeded: 1 | 2;
  settledAt: string | null;
  /** Who settled it: names of the desk, or the entry's administrator. */
  settledBy: string[];
  reason: string;
  can: { approve: boolean; refuse: boolean; enter: boolean };
}

export interface LetterView {
  id: string;
  constituent: { id: string; name: string; reference: string };
  address: string;
  language: string;
  madeAt: string;
  madeByName: string;
  expiresAt: string;
  printedAt: string | null;
  sentAt: string | null;
  usedAt: string | null;
  withdrawnAt: string | null;
}

/** A letter as it is printed; the code is shown this once. */
export interface PrintedLetter {
  id: string;
  language: string;
  addressLines: string[];
  issuer: string;
  reference: string;
  subject: string;
  paragraphs: string[];
  code: string;
  /** Address behind the square code. */
  claimUrl: string;
  closing: string;
}

export interface EnrolmentView {
  claims: EntryClaimView[];
  letters: LetterView[];
  /** Entries and whether anybody keeps them. */
  entries: {
    id: string;
    name: string;
    reference: string;
    areaNames: Record<string, string> | null;
    administrators: number;
    hasLetter: boolean;
    languages: string[];
  }[];
  can: { change: boolean };
}

/** Where the TXT record of a claim has to stand and what it says. */
export function challengeRecord(domain: string, challenge: string): { name: string; text: string } {
  return { name: `_toguna-entry.${domain}`, text: `toguna-entry=${challenge}` };
}

const codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** 16 signs that are not mistaken for one another, in groups of four: 80 bits of the given bytes. @param bytes 16 random ones. */
export function writeLetterCode(bytes: Uint8Array): string {
  const signs = [...bytes.subarray(0, 16)].map((byte) => codeLetters[byte % 32] ?? "2");
  return [0, 4, 8, 12].map((at) => signs.slice(at, at + 4).join("")).join("-");
}

/** What was typed as 16 signs, or undefined. Lower case, blanks and hyphens do not matter; O is no 0 since neither is used. */
export function readLetterCode(text: string): string | undefined {
  const signs = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return signs.length === 16 && signs.split("").every((sign) => codeLetters.includes(sign)) ? signs : undefined;
}

/** What a decision about a claim is confirmed for with the passkey. */
export function bindClaim(claimId: string, decision: "approve" | "refuse"): StepUpBinding {
  return { act: "entry.settle_claim", object: claimId, version: decision };
}
/** What making letters is confirmed for: they open entries. */
export function bindLetters(constituentIds: readonly string[]): StepUpBinding {
  return {
    act: "entry.make_letters",
    object: [...constituentIds].sort()[0] ?? "",
    version: String(constituentIds.length),
  };
}

/** One's own entry, in the console. */
/** An area that a seat can be chosen from. */
export interface AreaChoice {
  id: string;
  level: "country" | "region" | "district" | "municipality";
  names: Record<string, string>;
}

export interface OwnEntry {
  id: string;
  reference: string;
  name: string;
  otherNames: string[];
  sector: string;
  isic: string | null;
  address: string | null;
  legalForm: string | null;
  classes: string[];
  areaId: string | null;
  areaNames: Record<string, string> | null;
  languages: string[];
  contacts: {
    id: string;
    name: string;
    role: string;
    email: string | null;
    phone: string | null;
    hours: string | null;
    languages: string[];
    /** Asked by mail whether this is still right, and not answered yet: until which day. */
    askedUntil: string | null;
  }[];
  networks: { id: string; kind: string; value: string; heldFrom: string | null; state: string }[];
}

export interface EntryView {
  entries: OwnEntry[];
  /** Every class that the law names, in words: to say the entry's own, and to choose. */
  knownClasses: { id: string; names: Record<string, string> }[];
  proposals: ProposalView[];
  /** Somebody says that the entry is theirs as well: whoever keeps it answers. */
  claims: { id: string; personName: string; email: string; proof: ClaimProof; madeAt: string; entryName: string }[];
  can: { propose: boolean; answerClaims: boolean; changeColleagues: boolean };
}
