// A person asks an entity about their own data: what is registered, what may be done with it, and how it is shown. Pure; screens read it.
import { z } from "zod";
import { verificationStatuses } from "../law/model.ts";

export const requestKinds = ["access", "rectification", "erasure", "objection", "restriction", "portability"] as const;
export type RequestKind = (typeof requestKinds)[number];
export const requestWays = ["letter", "email", "counter", "telephone", "form"] as const;
export const identities = ["not_checked", "asked", "confirmed", "not_needed"] as const;
export const requestStates = ["open", "answered", "refused", "withdrawn"] as const;
export const outcomes = ["granted", "partly", "nothing_held", "refused", "withdrawn"] as const;
export const stepKinds = [
  "registered",
  "identity",
  "assigned",
  "extended",
  "answered",
  "refused",
  "withdrawn",
] as const;

const language = z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." });
export const RequestQuery = z.strictObject({ language: language.default("fr") });
export type RequestQuery = z.infer<typeof RequestQuery>;
export const RequestListQuery = z.strictObject({
  state: z.enum(["open", "closed", "all"], { error: "Expected open, closed or all." }).default("open"),
});
export type RequestListQuery = z.infer<typeof RequestListQuery>;

const text = (most: number) => z.string("Expected a text.").trim().max(most, `Expected at most ${most} characters.`);
const needed = (most: number) => text(most).min(3, "Expected at least 3 characters.");
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T09:00:00Z." });

export const RegisterRequest = z.strictObject({
  kind: z.enum(requestKinds, { error: `Expected one of ${requestKinds.join(", ")}.` }),
  personName: text(300).min(1, "Expected who asks."),
  personContact: text(500).default(""),
  way: z.enum(requestWays, { error: `Expected one of ${requestWays.join(", ")}.` }),
  asked: needed(8000),
  receivedAt: instant,
});
export type RegisterRequest = z.input<typeof RegisterRequest>;

const version = z.int("Expected the version that was read.").min(1);
export const RequestStep = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("identity"),
      version,
      identity: z.enum(identities, { error: `Expected one of ${identities.join(", ")}.` }),
      note: text(2000).default(""),
    }),
    z.strictObject({
      kind: z.literal("assigned"),
      version,
      ownerId: z.uuid("Expected somebody of your organisation.").nullable(),
    }),
    z.strictObject({ kind: z.literal("extended"), version, reason: needed(2000) }),
    z.strictObject({
      kind: z.literal("answered"),
      version,
      outcome: z.enum(["granted", "partly", "nothing_held"], { error: "Expected granted, partly or nothing_held." }),
      answer: needed(8000),
      /** When the person was answered; now unless said. */
      at: instant.optional(),
    }),
    z.strictObject({
      kind: z.literal("refused"),
      version,
      /** The ground in law. */
      ground: needed(2000),
      answer: needed(8000),
      at: instant.optional(),
    }),
    z.strictObject({ kind: z.literal("withdrawn"), version, answer: needed(2000) }),
  ],
  { error: "Expected identity, assigned, extended, answered, refused or withdrawn." },
);
export type RequestStep = z.input<typeof RequestStep>;

/** One law that speaks of such a request, as it stood when the request was registered. */
export const RequestLaw = z.object({
  packId: z.string(),
  packVersion: z.string(),
  packSha256: z.string(),
  obligation: z.string(),
  due: z.string().nullable(),
});
export type RequestLaw = z.infer<typeof RequestLaw>;

export const RequestRow = z.object({
  id: z.string(),
  reference: z.string(),
  kind: z.enum(requestKinds),
  personName: z.string(),
  receivedAt: z.string(),
  /** With the extension, where there was one. Null: no law that we know sets a time. */
  dueAt: z.string().nullable(),
  isExtended: z.boolean(),
  isOverdue: z.boolean(),
  isLate: z.boolean().nullable(),
  identity: z.enum(identities),
  owner: z.string().nullable(),
  state: z.enum(requestStates),
  outcome: z.enum(outcomes).nullable(),
  closedAt: z.string().nullable(),
});
export type RequestRow = z.infer<typeof RequestRow>;
export const RequestList = z.object({
  requests: z.array(RequestRow),
  counts: z.object({ open: z.number().int(), overdue: z.number().int(), closed: z.number().int() }),
  now: z.string(),
  mayChange: z.boolean(),
});
export type RequestList = z.infer<typeof RequestList>;

export const RequestView = z.object({
  ...RequestRow.shape,
  personContact: z.string(),
  way: z.enum(requestWays),
  asked: z.string(),
  identityNote: z.string(),
  ownerId: z.string().nullable(),
  /** Before any extension. */
  firstDueAt: z.string().nullable(),
  extensionReason: z.string().nullable(),
  answer: z.string().nullable(),
  ground: z.string().nullable(),
  version: z.number().int(),
  laws: z.array(
    z.object({
      title: z.string(),
      law: z.string(),
      paraphrase: z.string(),
      clockWords: z.string(),
      /** What the law lets be added, in words; null where it lets nothing be added. */
      extension: z.string().nullable(),
      due: z.string().nullable(),
      packVersion: z.string(),
      verification: z.enum(verificationStatuses),
    }),
  ),
  /** Whether the time may be extended now. */
  mayExtend: z.boolean(),
  steps: z.array(
    z.object({
      position: z.number().int(),
      kind: z.enum(stepKinds),
      by: z.string(),
      at: z.string(),
      detail: z.object({
        identity: z.enum(identities).optional(),
        note: z.string().optional(),
        owner: z.string().nullable().optional(),
        reason: z.string().optional(),
        due: z.string().nullable().optional(),
        outcome: z.enum(outcomes).optional(),
        answer: z.string().optional(),
        ground: z.string().optional(),
        at: z.string().optional(),
      }),
    }),
  ),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  now: z.string(),
  mayChange: z.boolean(),
});
export type RequestView = z.infer<typeof RequestView>;
export type StepDetail = RequestView["steps"][number]["detail"];
