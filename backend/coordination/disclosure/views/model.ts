// What is shown of a disclosure: to the desk everything, to a party its own part, to a finder how far it is. Pure.
import { z } from "zod";
import { FourEyesView } from "../../four-eyes/model.ts";
import {
  cellStatuses,
  contactMeans,
  contactOutcomes,
  creditWishes,
  CvssView,
  disclosureSeverities,
  earlyCauses,
  justifications,
  NoteTexts,
  PolicyTexts,
} from "../model.ts";

const Texts = z.partialRecord(
  z.enum(["fr", "en", "mn"]),
  z.object({ title: z.string(), summary: z.string(), body: z.string() }),
);
const way = z.enum(["desk", "link", "room"]);

export const StatementView = z.object({
  id: z.string(),
  partyId: z.string(),
  flawId: z.string(),
  status: z.enum(cellStatuses),
  justification: z.enum(justifications).nullable(),
  versions: z.string(),
  body: z.string(),
  refs: z.array(z.string()),
  way,
  saidAt: z.string(),
  state: z.enum(["said", "approved", "set_aside"]),
  isShared: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decideNote: z.string().nullable(),
});
export type StatementView = z.output<typeof StatementView>;

export const FlawView = z.object({
  id: z.string(),
  ordinal: z.number(),
  title: z.string(),
  description: z.string(),
  cwe: z.string().nullable(),
  cveId: z.string().nullable(),
  cvss: z.array(CvssView),
  version: z.number(),
});
export type FlawView = z.output<typeof FlawView>;

export const VendorView = z.object({
  id: z.string(),
  name: z.string(),
  product: z.string(),
  country: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  isRegistered: z.boolean(),
  invitedAt: z.string().nullable(),
  leftAt: z.string().nullable(),
  leftReason: z.string().nullable(),
  /** The secure link, for reading a code out; when it was opened with one. */
  linkId: z.string().nullable(),
  openedAt: z.string().nullable(),
  readPosts: z.array(z.string()),
  asked: z.array(z.string()),
  rung: z.enum(["first_contact", "wait", "second_way", "national_team", "answered"]),
  rungDueAt: z.string().nullable(),
});
export type VendorView = z.output<typeof VendorView>;

export const PostView = z.object({
  id: z.string(),
  partyId: z.string().nullable(),
  isFromParty: z.boolean(),
  audience: z.enum(["all", "one"]),
  body: z.string(),
  by: z.string().nullable(),
  at: z.string(),
});
export type PostView = z.output<typeof PostView>;

const EmbargoView = z.object({
  id: z.string(),
  number: z.number(),
  until: z.string(),
  reason: z.string(),
  setBy: z.string().nullable(),
  setAt: z.string(),
  consents: z.array(
    z.object({ partyId: z.string(), answer: z.enum(["agreed", "refused"]), note: z.string(), way, saidAt: z.string() }),
  ),
});

/** What is frozen when a second person is asked, and published to the byte. */
export const EditionContent = z.object({
  severity: z.enum(disclosureSeverities),
  texts: NoteTexts,
  refs: z.array(z.string()),
  flaws: z.array(
    // What was frozen before there were scores has none.
    FlawView.omit({ id: true, version: true }).extend({ cvss: z.array(CvssView).default([]) }),
  ),
  vendors: z.array(
    z.object({
      name: z.string(),
      product: z.string(),
      cells: z.array(
        z.object({
          flaw: z.number(),
          status: z.enum(cellStatuses),
          justification: z.enum(justifications).nullable(),
          versions: z.string(),
          body: z.string(),
          refs: z.array(z.string()),
        }),
      ),
    }),
  ),
  credits: z.array(z.string()),
  publisher: z.object({ name: z.string(), namespace: z.string() }),
  cna: z.object({ orgId: z.string(), shortName: z.string() }).nullable(),
});
export type EditionContent = z.output<typeof EditionContent>;

export const EditionView = z.object({
  id: z.string(),
  state: z.enum(["waiting", "scheduled", "published", "withdrawn"]),
  edition: z.number().nullable(),
  note: z.string(),
  publishAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
  earlyCause: z.enum(earlyCauses).nullable(),
  earlyReason: z.string().nullable(),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  releases: z.array(FourEyesView),
  /** Of one that is asked for or set: exactly what will be public. */
  content: EditionContent.nullable(),
});
export type EditionView = z.output<typeof EditionView>;

export const DisclosureView = z.object({
  caseId: z.string(),
  reference: z.string(),
  title: z.string(),
  handle: z.string(),
  number: z.string().nullable(),
  isPartyListShown: z.boolean(),
  policyVersion: z.number().nullable(),
  proposedUntil: z.string(),
  isProposalVerified: z.boolean(),
  version: z.number(),
  draft: z.object({
    severity: z.enum(disclosureSeverities),
    texts: Texts,
    refs: z.array(z.string()),
    version: z.number(),
  }),
  flaws: z.array(FlawView),
  vendors: z.array(VendorView),
  statements: z.array(StatementView),
  posts: z.array(PostView),
  embargoes: z.array(EmbargoView),
  contacts: z.array(
    z.object({
      id: z.string(),
      partyId: z.string(),
      means: z.enum(contactMeans),
      outcome: z.enum(contactOutcomes),
      note: z.string(),
      by: z.string().nullable(),
      at: z.string(),
    }),
  ),
  finders: z.array(
    z.object({
      id: z.string(),
      reportId: z.string(),
      reference: z.string(),
      policyVersion: z.number().nullable(),
      wish: z.enum(creditWishes),
      credit: z.string(),
    }),
  ),
  milestones: z.array(z.object({ kind: z.string(), at: z.string(), dueAt: z.string().nullable() })),
  decisions: z.array(
    z.object({
      id: z.string(),
      flawId: z.string(),
      tree: z.string(),
      inputs: z.record(z.string(), z.string()),
      suggested: z.string().nullable(),
      decision: z.string(),
      note: z.string(),
      by: z.string().nullable(),
      at: z.string(),
    }),
  ),
  exploitations: z.array(
    z.object({
      id: z.string(),
      incidentId: z.string(),
      reference: z.string(),
      title: z.string(),
      flawId: z.string().nullable(),
      knownAt: z.string(),
    }),
  ),
  editions: z.array(EditionView),
});
export type DisclosureView = z.output<typeof DisclosureView>;

export const DisclosureLine = z.object({
  caseId: z.string(),
  reference: z.string(),
  title: z.string(),
  status: z.string(),
  number: z.string().nullable(),
  vendors: z.number(),
  flaws: z.number(),
  toDecide: z.number(),
  embargoUntil: z.string().nullable(),
  publishAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
});
export type DisclosureLine = z.output<typeof DisclosureLine>;

/** What one vendor is shown, by link or in its own room. */
export const PartyView = z.object({
  partyId: z.string(),
  handle: z.string(),
  name: z.string(),
  product: z.string(),
  /** Who else is in the case; null where the case does not say. */
  others: z.array(z.string()).nullable(),
  flaws: z.array(FlawView.omit({ cvss: true, version: true })),
  own: z.array(StatementView.omit({ decidedBy: true, decideNote: true })),
  /** What other vendors said and the team shares; a name only where the case shows who is in it. */
  shared: z.array(
    z.object({
      flawId: z.string(),
      vendor: z.string().nullable(),
      status: z.enum(cellStatuses),
      versions: z.string(),
      body: z.string(),
      refs: z.array(z.string()),
    }),
  ),
  posts: z.array(
    z.object({ id: z.string(), isOwn: z.boolean(), isToAll: z.boolean(), body: z.string(), at: z.string() }),
  ),
  embargo: z
    .object({
      id: z.string(),
      number: z.number(),
      until: z.string(),
      reason: z.string(),
      answer: z.enum(["agreed", "refused"]).nullable(),
    })
    .nullable(),
  publishedNumber: z.string().nullable(),
});
export type PartyView = z.output<typeof PartyView>;

/** A vendor's link: before its code was typed it shows nothing of the case. */
export type PartyLinkView =
  | {
      state: "closed";
      language: "fr" | "en" | "mn";
      /** The last two digits of the telephone that codes go to. */
      phoneEnd: string | null;
      hasCode: boolean;
      canAskCode: boolean;
      isRegistered: boolean;
    }
  | { state: "open"; language: "fr" | "en" | "mn"; party: PartyView };

/** What a finder is shown with the receipt. */
export interface FinderView {
  wish: (typeof creditWishes)[number];
  credit: string;
  milestones: { kind: string; at: string; dueAt: string | null }[];
  publishedNumber: string | null;
}

export const CveView = z.object({
  cveId: z.string(),
  state: z.enum(["reserved", "assigned", "published", "rejected"]),
  caseId: z.string().nullable(),
  reference: z.string().nullable(),
  flaw: z.string().nullable(),
  reservedAt: z.string(),
  rejectReason: z.string().nullable(),
});
export type CveView = z.output<typeof CveView>;

export const PolicyView = z.object({
  version: z.number(),
  texts: PolicyTexts,
  embargoDays: z.number(),
  secondWayDays: z.number(),
  nationalDays: z.number(),
  cna: z.object({ orgId: z.string(), shortName: z.string() }).nullable(),
  publishedAt: z.string(),
});
export type PolicyView = z.output<typeof PolicyView>;

/** What everybody reads of one that is published. */
export interface PublicDisclosure {
  number: string;
  edition: number;
  content: EditionContent;
  publishedAt: string;
  firstPublishedAt: string;
  isEarly: boolean;
  cveIds: string[];
  history: { edition: number; note: string; publishedAt: string }[];
}
