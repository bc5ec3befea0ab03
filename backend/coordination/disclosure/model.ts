// Coordinated disclosure: what can be said, asked and decided of a vulnerability with its vendors. Pure; screens and the portal read it too.
import { z } from "zod";

/** A vendor's word on one flaw; the names of CSAF 2.0 §3.2.3.9 where it has them. */
export const cellStatuses = ["affected", "not_affected", "under_investigation", "fixed", "unknown"] as const;
export type CellStatus = (typeof cellStatuses)[number];
/** CSAF 2.0 §3.2.3.5, flags. */
export const justifications = [
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_not_in_execute_path",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "inline_mitigations_already_exist",
] as const;
export const contactMeans = ["mail", "telephone", "form", "letter", "in_person", "social", "national_team"] as const;
export const contactOutcomes = ["sent", "no_answer", "bounced", "reached", "refused"] as const;
export const earlyCauses = ["leak", "exploited", "vendor_published"] as const;
export const creditWishes = ["name", "alias", "none", "unsaid"] as const;
/** What the coordinator's table of SSVC asks, with the values that it knows (CERTCC/SSVC, version 1.0.0 of the table). */
export const ssvcInputs = {
  supplierInvolvement: ["fix_ready", "cooperative", "uncooperative_unresponsive"],
  exploitation: ["none", "public_poc", "active"],
  publicValueAdded: ["limited", "ampliative", "precedence"],
} as const;
export type SsvcInput = keyof typeof ssvcInputs;
export const disclosureLanguages = ["fr", "en", "mn"] as const;
export type DisclosureLanguage = (typeof disclosureLanguages)[number];
export const disclosureSeverities = ["low", "medium", "high", "critical"] as const;

const text = (least: number, most: number) =>
  z
    .string("Expected some text.")
    .trim()
    .min(least, least === 1 ? "Expected some text." : `Expected at least ${least} characters.`)
    .max(most, `Expected at most ${most} characters.`);
const line = (most: number, least = 1) =>
  text(least, most).refine((said) => !/\p{Cc}/u.test(said), "Expected one line of text.");
const id = z.uuid("Expected an identifier.");
const version = z.number().int().min(1, "Expected the version that was read.");
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T08:00:00Z." });
const refs = z
  .array(z.url({ protocol: /^https?$/, error: "Expected addresses such as https://vendor.example/advisory." }).max(500))
  .max(20, "Expected at most 20 references.");

export const BeginDisclosure = z.strictObject({});
export const SetDisclosure = z.strictObject({ version, isPartyListShown: z.boolean("Expected true or false.") });
export type SetDisclosure = z.input<typeof SetDisclosure>;

const NoteText = z.strictObject({ title: line(200), summary: line(500), body: text(1, 40_000) });
export const NoteTexts = z
  .strictObject({ fr: NoteText.optional(), en: NoteText.optional(), mn: NoteText.optional() })
  .refine((said) => Object.values(said).some((one) => one !== undefined), "Expected a text in at least one language.");
export type NoteTexts = z.output<typeof NoteTexts>;
export const WriteDraft = z.strictObject({
  version,
  severity: z.enum(disclosureSeverities, `Expected one of ${disclosureSeverities.join(", ")}.`),
  texts: NoteTexts,
  refs: refs.default([]),
});
export type WriteDraft = z.input<typeof WriteDraft>;

/** How grave a score is; `none` for 0. */
export const cvssSeverities = ["none", "low", "medium", "high", "critical"] as const;
export const CvssView = z.object({
  version: z.enum(["3.1", "4.0"]),
  vector: z.string(),
  score: z.number(),
  severity: z.enum(cvssSeverities),
});
export type CvssView = z.output<typeof CvssView>;

const cwe = z.string().regex(/^CWE-[1-9][0-9]{0,5}$/, "Expected a weakness such as CWE-79.");
/** Read metric by metric by `readVector`. */
const vector = z.string().trim().max(300, "Expected at most 300 characters.");
export const AddFlaw = z.strictObject({
  title: line(200),
  description: text(1, 10_000),
  cwe: cwe.optional(),
  cvss31: vector.optional(),
  cvss40: vector.optional(),
});
export type AddFlaw = z.input<typeof AddFlaw>;
/** All of it is written anew on the version that was read; null takes away. */
export const ChangeFlaw = z.strictObject({
  version,
  title: line(200),
  description: text(1, 10_000),
  cwe: cwe.nullable(),
  cvss31: vector.nullable(),
  cvss40: vector.nullable(),
});
export type ChangeFlaw = z.input<typeof ChangeFlaw>;

export const AddVendor = z
  .strictObject({
    name: line(200),
    product: line(200),
    email: z.email("Expected an e-mail address such as security@vendor.example.").max(320).optional(),
    phone: line(40, 3).optional(),
    language: z.enum(disclosureLanguages, "Expected fr, en or mn."),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "Expected two letters such as FR.")
      .optional(),
    /** A constituent of the register, whose people answer in their own room. */
    organisationId: id.optional(),
    /** The constituent of the register that has exactly this name. */
    isRegistered: z.boolean("Expected true or false.").default(false),
  })
  .refine(({ email, phone, organisationId, isRegistered }) => isRegistered || (email ?? phone ?? organisationId), {
    path: ["email"],
    message: "Expected an address, a telephone number or an organisation of the register.",
  });
export type AddVendor = z.input<typeof AddVendor>;
export const LeaveVendor = z.strictObject({ reason: text(3, 2000) });
export type LeaveVendor = z.input<typeof LeaveVendor>;
export const SetCell = z.strictObject({ partyId: id, flawId: id, isAsked: z.boolean("Expected true or false.") });
export type SetCell = z.input<typeof SetCell>;

const statement = {
  flawId: id,
  status: z.enum(cellStatuses, `Expected one of ${cellStatuses.join(", ")}.`),
  justification: z.enum(justifications, `Expected one of ${justifications.join(", ")}.`).optional(),
  /** As the vendor writes them: "before 4.2", "4.2 and later". */
  versions: z
    .string()
    .trim()
    .max(200, "Expected at most 200 characters.")
    .refine((said) => !/\p{Cc}/u.test(said), "Expected one line of text.")
    .default(""),
  body: z.string().trim().max(10_000, "Expected at most 10,000 characters.").default(""),
  refs: refs.default([]),
};
const needsReason = {
  path: ["justification"],
  message: "Expected why the product is not affected, and only for one that is not.",
};
const isReasoned = ({ status, justification }: { status: CellStatus; justification?: string | undefined }): boolean =>
  (status === "not_affected") === (justification !== undefined);
export const SayStatement = z.strictObject(statement).refine(isReasoned, needsReason);
export type SayStatement = z.input<typeof SayStatement>;
/** Written down by the desk after a call or a mail. */
export const NoteStatement = z.strictObject({ partyId: id, ...statement }).refine(isReasoned, needsReason);
export type NoteStatement = z.input<typeof NoteStatement>;
export const DecideStatement = z
  .strictObject({
    isApproved: z.boolean("Expected true or false."),
    isShared: z.boolean("Expected true or false.").default(false),
    note: z.string().trim().max(2000, "Expected at most 2,000 characters.").default(""),
  })
  .refine(({ isApproved, isShared }) => isApproved || !isShared, {
    path: ["isShared"],
    message: "Only what is approved is shared.",
  });
export type DecideStatement = z.input<typeof DecideStatement>;

export const SayPost = z.strictObject({ body: text(1, 20_000) });
export type SayPost = z.input<typeof SayPost>;
export const WritePost = z.strictObject({ body: text(1, 20_000), partyId: id.nullable() });
export type WritePost = z.input<typeof WritePost>;

export const SetEmbargo = z.strictObject({ until: instant, reason: text(3, 2000) });
export type SetEmbargo = z.input<typeof SetEmbargo>;
export const SayConsent = z.strictObject({
  embargoId: id,
  answer: z.enum(["agreed", "refused"], "Expected agreed or refused."),
  note: z.string().trim().max(2000, "Expected at most 2,000 characters.").default(""),
});
export type SayConsent = z.input<typeof SayConsent>;
export const NoteConsent = SayConsent.extend({ partyId: id });
export type NoteConsent = z.input<typeof NoteConsent>;

export const NoteContact = z.strictObject({
  partyId: id,
  means: z.enum(contactMeans, `Expected one of ${contactMeans.join(", ")}.`),
  outcome: z.enum(contactOutcomes, `Expected one of ${contactOutcomes.join(", ")}.`),
  note: z.string().trim().max(2000, "Expected at most 2,000 characters.").default(""),
  at: instant.optional(),
});
export type NoteContact = z.input<typeof NoteContact>;

export const SetCredit = z.strictObject({
  wish: z.enum(creditWishes, `Expected one of ${creditWishes.join(", ")}.`),
  credit: z
    .string()
    .trim()
    .max(200, "Expected at most 200 characters.")
    .refine((said) => !/\p{Cc}/u.test(said), "Expected one line of text.")
    .default(""),
});
export type SetCredit = z.input<typeof SetCredit>;

const cveId = z
  .string("Expected an id such as CVE-2026-1234.")
  .regex(/^CVE-[0-9]{4}-[0-9]{4,19}$/, "Expected an id such as CVE-2026-1234.");
export const ReserveCves = z.strictObject({
  cveIds: z.array(cveId).min(1, "Expected at least one id.").max(500, "Expected at most 500 ids at once."),
});
export type ReserveCves = z.input<typeof ReserveCves>;
export const AssignCve = z.strictObject({ flawId: id, cveId: cveId.optional() });
export type AssignCve = z.input<typeof AssignCve>;
export const RejectCve = z.strictObject({ reason: text(3, 2000) });
export type RejectCve = z.input<typeof RejectCve>;

export const NoteDecision = z.strictObject({
  flawId: id,
  tree: z.enum(["coordinator_publish_1.0.0", "own"], "Expected coordinator_publish_1.0.0 or own."),
  inputs: z.record(z.string().min(1).max(60), z.string().min(1).max(200)),
  decision: line(100),
  note: z.string().trim().max(2000, "Expected at most 2,000 characters.").default(""),
});
export type NoteDecision = z.input<typeof NoteDecision>;

export const NoteExploitation = z.strictObject({
  /** Of the incident's case, as the desk writes it. */
  reference: line(60),
  flawId: id.optional(),
  /** When the team knew of it: what the clocks of laws start from. */
  knownAt: instant,
});
export type NoteExploitation = z.input<typeof NoteExploitation>;

export const AskPublication = z.strictObject({
  /** Null: as soon as the second person has agreed. */
  publishAt: instant.nullable(),
  /** What a revision says of itself; for the public. */
  note: z.string().trim().max(2000, "Expected at most 2,000 characters.").default(""),
});
export type AskPublication = z.input<typeof AskPublication>;
export const AskEarly = z.strictObject({
  cause: z.enum(earlyCauses, `Expected one of ${earlyCauses.join(", ")}.`),
  reason: text(10, 2000),
});
export type AskEarly = z.input<typeof AskEarly>;

const PolicyText = z.strictObject({
  scope: text(1, 10_000),
  safeHarbour: text(1, 10_000),
  times: text(1, 10_000),
  keys: text(1, 10_000),
});
export const PolicyTexts = z
  .strictObject({ fr: PolicyText.optional(), en: PolicyText.optional(), mn: PolicyText.optional() })
  .refine((said) => Object.values(said).some((one) => one !== undefined), "Expected a text in at least one language.");
export type PolicyTexts = z.output<typeof PolicyTexts>;
const days = (most: number) =>
  z.number("Expected a number of days.").int().min(1).max(most, `Expected at most ${most} days.`);
export const PublishPolicy = z
  .strictObject({
    texts: PolicyTexts,
    embargoDays: days(365),
    secondWayDays: days(90),
    nationalDays: days(180),
    /** Of the team as a CVE numbering authority; null where it is none. */
    cna: z
      .strictObject({
        orgId: z.uuidv4("Expected the id that the CVE programme gave, a UUID of version 4."),
        shortName: line(32, 2),
      })
      .nullable(),
  })
  .refine(({ secondWayDays, nationalDays }) => secondWayDays < nationalDays, {
    path: ["nationalDays"],
    message: "Expected more days than before the second way.",
  });
export type PublishPolicy = z.input<typeof PublishPolicy>;

/**
 * What is proposed where the operator has published no policy: 45 days is what CERT/CC is known to use; no source was read, so screens say so.
 * The days of the ladder are our own proposal.
 */
export const proposedDays = { embargoDays: 45, secondWayDays: 7, nationalDays: 14 } as const;
