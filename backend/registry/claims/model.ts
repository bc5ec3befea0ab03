// Network claims as a procedure: states, proofs, challenges, documents, disputes, and what screens ask and are shown. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { type ClaimKind, claimKinds } from "../model.ts";

/** `waiting` is for officers' approvals; `contesting` is proven, while somebody else's earlier claim stands until the dispute is settled. */
export const claimStates = ["proposed", "waiting", "active", "disputed", "contesting", "refused", "withdrawn"] as const;
export type ClaimState = (typeof claimStates)[number];

/** States whose claims attribution answers with. */
export const statesInForce: readonly ClaimState[] = ["active", "disputed"];

/** Proofs that a holder can bring; `officer` and `import` are somebody's word. */
export const holderProofs = ["dns_txt", "rir", "letter", "whois", "rdap"] as const;
export type HolderProof = (typeof holderProofs)[number];

/** How many officers must approve before a claim by this proof is in force; held by the database as well. */
export const approvalsNeeded: Record<string, number> = { letter: 2, whois: 1, rdap: 1 };

export const challengeDays = 30;
export const recheckDays = 365;
/** From the first look-up that misses a record that was there to the end of the proof. */
export const lapseDays = 30;
export const answerDays = 21;
export const maxDocumentBytes = 1_500_000;

const text = (min: number, max: number) =>
  z
    .string({ error: "Expected text." })
    .trim()
    .min(min, min === 1 ? "Expected some text." : `Expected at least ${min} characters.`)
    .max(max, `Expected at most ${max} characters.`);
const id = (what: string) => z.uuid(`Expected a ${what}'s id.`);
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." });

export const ProposeClaim = z.strictObject({
  /** Needed where one organisation has several entries of the register. */
  constituentId: id("constituent").optional(),
  kind: z.enum(claimKinds, { error: `Expected one of ${claimKinds.join(", ")}.` }),
  value: text(1, 300),
  heldFrom: instant.optional(),
  proof: z.enum(holderProofs, { error: `Expected one of ${holderProofs.join(", ")}.` }),
});
export type ProposeClaim = z.input<typeof ProposeClaim>;

export const AddDocument = z.strictObject({
  claimId: id("claim"),
  kind: z.enum(["letter", "whois", "rdap"], { error: "Expected one of letter, whois, rdap." }),
  name: text(1, 200),
  /** The file in base64; for whois and rdap the text that was copied may be given as `text` instead. */
  base64: z
    .string()
    .max(2_000_000, "Expected a file of at most 1.4 MB.")
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, "Expected base64.")
    .optional(),
  text: z.string().max(400_000, "Expected at most 400,000 characters.").optional(),
  /** Of a letter: who signed it, when, under which number. */
  signedBy: text(1, 200).optional(),
  signedOn: z.iso.date({ error: "Expected a day such as 2026-03-01." }).optional(),
  letterNumber: text(1, 100).optional(),
});
export type AddDocument = z.input<typeof AddDocument>;

export const DecideClaim = z.strictObject({ claimId: id("claim"), reason: text(3, 2000) });
export type DecideClaim = z.input<typeof DecideClaim>;

export const ContestClaim = z.strictObject({
  /** The own claim, in force. */
  claimId: id("claim"),
  /** The other's, as the overlap names it. */
  otherClaimId: id("claim"),
  statement: text(3, 8000),
});
export type ContestClaim = z.input<typeof ContestClaim>;

export const StateInDispute = z.strictObject({
  disputeId: id("dispute"),
  /** The party that states; the desk must say which, a party's own people need not. */
  constituentId: id("constituent").optional(),
  body: text(3, 8000),
});
export type StateInDispute = z.input<typeof StateInDispute>;

export const outcomes = ["kept", "moved", "split"] as const;
export type Outcome = (typeof outcomes)[number];

export const ProposeSettlement = z.strictObject({
  disputeId: id("dispute"),
  version: z.number().int().min(1, "Expected the version that was read."),
  outcome: z.enum(outcomes, { error: `Expected one of ${outcomes.join(", ")}.` }),
  splitAt: instant.optional(),
  reason: text(3, 2000),
});
export type ProposeSettlement = z.input<typeof ProposeSettlement>;

export const ConfirmSettlement = z.strictObject({
  disputeId: id("dispute"),
  version: z.number().int().min(1, "Expected the version that was read."),
});
export type ConfirmSettlement = z.input<typeof ConfirmSettlement>;

export const WhoHeld = z.strictObject({
  /** An address, domain, web address, AS number or short code; defanged forms too. */
  value: text(1, 500),
  at: instant.optional(),
  /** What the register said at this time; now unless said. */
  knownAt: instant.optional(),
});
export type WhoHeld = z.input<typeof WhoHeld>;

export const ListOpenClaims = z.strictObject({
  list: z.enum(["open", "unproven", "all"], { error: "Expected one of open, unproven, all." }).default("open"),
  cursor: z.uuid("Expected the `next` of an earlier page.").optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});
export type ListOpenClaims = z.input<typeof ListOpenClaims>;

/** What a document of a registry says about one range, number or name. */
export interface ReadObject {
  kind: "prefix" | "asn" | "domain" | "other";
  /** Normal forms as claims have them: a range that is no prefix is several. */
  values: string[];
  /** netname, as-name, handle. */
  name: string;
  /** Organisations and descriptions as they stand there. */
  holders: string[];
  country: string | null;
  registeredOn: string | null;
  changedOn: string | null;
}

export interface ReadDocument {
  format: "rpsl" | "rdap" | "letter";
  objects: ReadObject[];
  /** Of a letter. */
  signedBy?: string;
  signedOn?: string;
  letterNumber?: string;
}

/** What a document means for one claim. */
export interface DocumentVerdict {
  /** Whether some object of it covers the claimed value. */
  isCovering: boolean;
  /** Whether a holder that it names is a name of the constituent, letters and signs aside. */
  isNamed: boolean;
  holders: string[];
}

export interface Period {
  heldFrom: string | null;
  heldUntil: string | null;
}

/** One layer of the answer to "who held this at that time": the most specific first. */
export interface HolderLayer extends Period {
  claimId: string;
  constituentId: string;
  name: string;
  sector: string;
  kind: ClaimKind;
  value: string;
  state: ClaimState;
  proof: string;
  provenAt: string | null;
  lapsedAt: string | null;
  source: string;
  recordedAt: string;
  /** The dispute that is open or was settled over it, the newest. */
  dispute: { id: string; reference: string; state: string; outcome: Outcome | null } | null;
}

export interface WhoHeldAnswer {
  asked: string;
  at: string;
  knownAt: string;
  layers: HolderLayer[];
  /** Claims on the same that were not in force or not at that time, the newest first: what came before and after. */
  others: HolderLayer[];
}

/** Moves attribution between two organisations: a second person confirms it with the passkey. Screen and server build the binding with the same words. */
export const stepUpForClaims = {
  settle: (disputeId: string, version: number): StepUpBinding => ({
    act: "dispute.settle",
    object: disputeId,
    version: String(version),
  }),
} as const;
