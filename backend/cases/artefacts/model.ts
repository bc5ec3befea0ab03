// Artefacts: files of a case that somebody is asked to look into, what the looking says, and the question to an outside sandbox. Pure; the desk validates with it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";
import { id, line, oneOf, PersonShape, reason, version, words } from "../work/shapes.ts";

export const urgencies = ["routine", "soon", "now"] as const;
export const artefactStates = ["asked", "in_analysis", "done", "ended"] as const;
export type ArtefactState = (typeof artefactStates)[number];
export const verdicts = ["malicious", "suspicious", "harmless", "unknown"] as const;
export type Verdict = (typeof verdicts)[number];
export const confidences = ["low", "medium", "high"] as const;
export const runStates = ["waiting", "queued", "sent", "done", "failed", "refused"] as const;
export type RunState = (typeof runStates)[number];

export const AskAnalysis = z.strictObject({
  /** Evidence of the case that is a file; or a file that came with one of its reports, which is taken into custody by this. */
  source: z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("evidence"), evidenceId: id }),
      z.strictObject({ kind: z.literal("report_file"), fileId: id }),
    ],
    { error: "Expected source.kind to be evidence or report_file." },
  ),
  question: z
    .string("Expected the question.")
    .trim()
    .min(3, "Expected the question: what is to be found out.")
    .max(4000, "Expected at most 4,000 characters."),
  urgency: oneOf(urgencies).default("soon"),
  analystId: id.optional(),
});
export type AskAnalysis = z.input<typeof AskAnalysis>;

export const StepArtefact = z.discriminatedUnion(
  "step",
  [
    z.strictObject({ step: z.literal("take"), version }),
    z.strictObject({ step: z.literal("give"), personId: id, version }),
    z.strictObject({ step: z.literal("end"), reason: reason(), version }),
    z.strictObject({ step: z.literal("look"), version }),
  ],
  { error: "Expected step to be take, give, end or look." },
);
export type StepArtefact = z.input<typeof StepArtefact>;

export const WriteResult = z.strictObject({
  version,
  verdict: oneOf(verdicts),
  /** What it is, in a line. */
  what: line(300),
  family: words(200).default(""),
  capabilities: z.array(line(200)).max(50, "Expected at most 50 capabilities.").default([]),
  confidence: oneOf(confidences),
  /** With what it was looked into. */
  tools: line(500),
  summary: words(20_000).default(""),
  /** Addresses, domains, links, hashes and the like, one a text; defanged forms are read. */
  values: z.array(line(2000)).max(500, "Expected at most 500 values.").default([]),
});
export type WriteResult = z.input<typeof WriteResult>;

export const DecideRun = z.discriminatedUnion(
  "decision",
  [
    z.strictObject({ decision: z.literal("agree") }),
    z.strictObject({ decision: z.literal("refuse"), reason: reason() }),
  ],
  { error: "Expected decision to be agree or refuse." },
);
export type DecideRun = z.input<typeof DecideRun>;

export const PackArtefact = z.strictObject({ reason: reason() });
export type PackArtefact = z.input<typeof PackArtefact>;

/** Agreeing that a file leaves for a sandbox is confirmed with the passkey for this very run. */
export const bindRun = (runId: string): StepUpBinding => ({ act: "artefact.agree", object: runId, version: "1" });

const Value = z.object({ kind: z.string(), value: z.string() });
export const ResultView = z.object({
  number: z.int(),
  verdict: z.enum(verdicts),
  what: z.string(),
  family: z.string(),
  capabilities: z.array(z.string()),
  confidence: z.enum(confidences),
  tools: z.string(),
  summary: z.string(),
  found: z.array(Value),
  /** Null: a sandbox wrote it. */
  by: PersonShape.nullable(),
  at: z.string(),
});
export type ResultView = z.infer<typeof ResultView>;

export const RunView = z.object({
  id: z.string(),
  sandbox: z.string(),
  address: z.string(),
  marking: z.string(),
  pap: z.string(),
  sha256: z.string(),
  state: z.enum(runStates),
  needsSecond: z.boolean(),
  askedBy: PersonShape,
  askedAt: z.string(),
  decidedBy: PersonShape.nullable(),
  decideReason: z.string().nullable(),
  endedAt: z.string().nullable(),
  fault: z.string().nullable(),
  /** The asker may agree or refuse: another person than the one who asked, with that permission. */
  canDecide: z.boolean(),
});
export type RunView = z.infer<typeof RunView>;

export const ArtefactLine = z.object({
  id: z.string(),
  reference: z.string(),
  evidence: z.object({ id: z.string(), reference: z.string(), label: z.string() }),
  case: z.object({ id: z.string(), reference: z.string(), title: z.string() }),
  fileName: z.string(),
  size: z.number(),
  sha256: z.string(),
  question: z.string(),
  urgency: z.enum(urgencies),
  state: z.enum(artefactStates),
  askedBy: PersonShape,
  askedAt: z.string(),
  analyst: PersonShape.nullable(),
  /** Of the latest result. */
  verdict: z.enum(verdicts).nullable(),
  what: z.string().nullable(),
  version: z.int(),
});
export type ArtefactLine = z.infer<typeof ArtefactLine>;

export const ArtefactPage = ArtefactLine.extend({
  endReason: z.string().nullable(),
  /** Titles of the house's rules that spoke; null before they looked. */
  matches: z.array(z.string()).nullable(),
  lookedAt: z.string().nullable(),
  isGone: z.boolean(),
  results: z.array(ResultView),
  runs: z.array(RunView),
  /** Where the same bytes, or values that results name, were seen, as far as the asker may see it. */
  elsewhere: z.array(
    z.object({
      why: z.enum(["same_bytes", "same_value"]),
      object: z.enum(["report", "case"]),
      id: z.string(),
      reference: z.string(),
      value: z.string(),
    }),
  ),
  /** The sandbox that the operator set up: what would leave, and why it may or may not. Null: none is set up. */
  sandbox: z
    .object({
      name: z.string(),
      address: z.string(),
      fileName: z.string(),
      fields: z.record(z.string(), z.string()),
      may: z.enum(["no", "second", "alone"]),
      why: z.string(),
    })
    .nullable(),
  can: z.object({
    change: z.boolean(),
    take: z.boolean(),
    end: z.boolean(),
    result: z.boolean(),
    download: z.boolean(),
    send: z.boolean(),
  }),
});
export type ArtefactPage = z.infer<typeof ArtefactPage>;

/** What of a case can be put into analysis. */
export const Candidates = z.object({
  evidence: z.array(z.object({ id: z.string(), label: z.string() })),
  files: z.array(z.object({ id: z.string(), label: z.string() })),
});
