// What screens are shown of claims and disputes: the allow-lists of their routes.
import { z } from "zod";
import { claimKinds } from "../../model.ts";
import { claimStates, outcomes } from "../model.ts";

const instant = z.string().nullable();
const kind = z.enum(claimKinds);
const state = z.enum(claimStates);
const period = { heldFrom: instant, heldUntil: instant };
const missing = z.object({ problem: z.string(), name: z.string(), detail: z.string() }).nullable();

export const ClaimListRow = z.object({
  id: z.string(),
  constituentId: z.string(),
  name: z.string(),
  kind,
  value: z.string(),
  ...period,
  state,
  proof: z.string(),
  source: z.string(),
  provenAt: instant,
  lapsedAt: instant,
  createdAt: z.string(),
  /** Officers whose approval is still needed. */
  approvalsLeft: z.number().int(),
  documents: z.number().int(),
  /** Others' claims in force on, in or around it. */
  overlaps: z.number().int(),
  /** The dispute that is open over it. */
  disputeId: z.string().nullable(),
});
export type ClaimListRow = z.infer<typeof ClaimListRow>;
export const ClaimList = z.object({ rows: z.array(ClaimListRow), next: z.string().nullable() });

export const ReadObjectView = z.object({
  kind: z.string(),
  values: z.array(z.string()),
  name: z.string(),
  holders: z.array(z.string()),
  country: instant,
  registeredOn: instant,
  changedOn: instant,
});

export const DocumentView = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  mediaType: z.string(),
  sha256: z.string(),
  size: z.number().int(),
  receivedAt: z.string(),
  says: z.object({
    format: z.string(),
    objects: z.array(ReadObjectView),
    signedBy: z.string().optional(),
    signedOn: z.string().optional(),
    letterNumber: z.string().optional(),
  }),
  /** Null for a letter, which only people can read. */
  verdict: z.object({ isCovering: z.boolean(), isNamed: z.boolean(), holders: z.array(z.string()) }).nullable(),
});
export type DocumentView = z.infer<typeof DocumentView>;

export const OverlapView = z.object({
  claimId: z.string(),
  /** Null in the console: whose it is is told in a dispute only. */
  constituentId: z.string().nullable(),
  name: z.string().nullable(),
  value: z.string(),
  ...period,
  relation: z.enum(["same", "inside", "around"]),
});
export type OverlapView = z.infer<typeof OverlapView>;

export const ClaimPage = ClaimListRow.omit({ documents: true, overlaps: true, disputeId: true }).extend({
  reason: z.string(),
  recordedAt: z.string(),
  isDnsPossible: z.boolean(),
  challenge: z
    .object({
      record: z.string(),
      zones: z.array(z.array(z.string())),
      expiresAt: z.string(),
      provenAt: instant,
      checkedAt: instant,
      missing,
      checkDueAt: instant,
      lapsesAt: instant,
    })
    .nullable(),
  documents: z.array(DocumentView),
  /** Empty in the console. */
  approvals: z.array(z.object({ personId: z.string(), name: z.string(), reason: z.string(), approvedAt: z.string() })),
  /** Where another can approve or refuse: not the one who has. */
  mayApprove: z.boolean(),
  overlaps: z.array(OverlapView),
  disputes: z.array(z.object({ id: z.string(), reference: z.string(), state: z.string(), openedAt: z.string() })),
  /** What the register said before, the newest first. */
  versions: z.array(
    z.object({
      recordedFrom: z.string(),
      recordedUntil: z.string(),
      state: z.string(),
      proof: z.string(),
      reason: z.string(),
      ...period,
    }),
  ),
  /** What the registries' files say; null where they do not list such a thing. */
  delegation: z.object({ isOwn: z.boolean(), problem: z.string(), detail: z.string() }).nullable(),
});
export type ClaimPage = z.infer<typeof ClaimPage>;

const side = z.enum(["standing", "challenger"]);
export const DisputeRow = z.object({
  id: z.string(),
  reference: z.string(),
  kind,
  value: z.string(),
  standingName: z.string(),
  challengerName: z.string(),
  because: z.enum(["overlap", "contested"]),
  state: z.enum(["open", "proposed", "settled", "withdrawn"]),
  openedAt: z.string(),
  answerBy: z.string(),
  statements: z.number().int(),
  settledAt: instant,
});
export type DisputeRow = z.infer<typeof DisputeRow>;
export const DisputeList = z.object({ rows: z.array(DisputeRow) });

export const DisputePage = DisputeRow.omit({ statements: true }).extend({
  version: z.number().int(),
  /** The asker's own side; null at the desk. */
  mine: side.nullable(),
  outcome: z.enum(outcomes).nullable(),
  splitAt: instant,
  reason: z.string().nullable(),
  proposedByName: z.string().nullable(),
  isProposedByMe: z.boolean(),
  statements: z.array(
    z.object({ id: z.string(), side, body: z.string(), isFromPaper: z.boolean(), statedAt: z.string() }),
  ),
  /** Both claims with what proves them; at the desk only. */
  claims: z
    .array(
      z.object({
        side,
        id: z.string(),
        constituentId: z.string(),
        value: z.string(),
        state,
        proof: z.string(),
        provenAt: instant,
        source: z.string(),
        documents: z.number().int(),
        ...period,
      }),
    )
    .nullable(),
});
export type DisputePage = z.infer<typeof DisputePage>;
