// What the routes of enrolment may answer: allow-lists, so that a field which nobody named never leaves.
import { z } from "zod";
import { ProposalShape } from "../proposals/routes.ts";
import { claimProofs, entryClaimStates } from "./model.ts";

const names = z.record(z.string(), z.string()).nullable();
const known = z.object({ id: z.string(), name: z.string(), reference: z.string() });

export const EnrolmentShape = z.object({
  claims: z.array(
    z.object({
      id: z.string(),
      state: z.enum(entryClaimStates),
      constituent: known.nullable(),
      wanted: z.object({ name: z.string(), sector: z.string(), place: z.string() }).nullable(),
      personName: z.string(),
      email: z.string(),
      proof: z.enum(claimProofs),
      domain: z.string().nullable(),
      isProven: z.boolean(),
      isHeld: z.boolean(),
      madeAt: z.string(),
      first: z.object({ name: z.string(), at: z.string() }).nullable(),
      approvalsNeeded: z.union([z.literal(1), z.literal(2)]),
      settledAt: z.string().nullable(),
      settledBy: z.array(z.string()),
      reason: z.string(),
      can: z.object({ approve: z.boolean(), refuse: z.boolean(), enter: z.boolean() }),
    }),
  ),
  letters: z.array(
    z.object({
      id: z.string(),
      constituent: known,
      address: z.string(),
      language: z.string(),
      madeAt: z.string(),
      madeByName: z.string(),
      expiresAt: z.string(),
      printedAt: z.string().nullable(),
      sentAt: z.string().nullable(),
      usedAt: z.string().nullable(),
      withdrawnAt: z.string().nullable(),
    }),
  ),
  entries: z.array(
    known.extend({
      areaNames: names,
      languages: z.array(z.string()),
      administrators: z.number().int(),
      hasLetter: z.boolean(),
    }),
  ),
  can: z.object({ change: z.boolean() }),
});

export const PrintedShape = z.object({
  letters: z.array(
    z.object({
      id: z.string(),
      language: z.string(),
      addressLines: z.array(z.string()),
      issuer: z.string(),
      reference: z.string(),
      subject: z.string(),
      paragraphs: z.array(z.string()),
      code: z.string(),
      claimUrl: z.string(),
      closing: z.string(),
    }),
  ),
});

export const EntryShape = z.object({
  entries: z.array(
    known.extend({
      otherNames: z.array(z.string()),
      sector: z.string(),
      isic: z.string().nullable(),
      address: z.string().nullable(),
      legalForm: z.string().nullable(),
      classes: z.array(z.string()),
      areaId: z.string().nullable(),
      areaNames: names,
      languages: z.array(z.string()),
      contacts: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          role: z.string(),
          email: z.string().nullable(),
          phone: z.string().nullable(),
          hours: z.string().nullable(),
          languages: z.array(z.string()),
          askedUntil: z.string().nullable(),
        }),
      ),
      networks: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          value: z.string(),
          heldFrom: z.string().nullable(),
          state: z.string(),
        }),
      ),
    }),
  ),
  knownClasses: z.array(z.object({ id: z.string(), names: z.record(z.string(), z.string()) })),
  proposals: z.array(ProposalShape),
  claims: z.array(
    z.object({
      id: z.string(),
      personName: z.string(),
      email: z.string(),
      proof: z.enum(claimProofs),
      madeAt: z.string(),
      entryName: z.string(),
    }),
  ),
  can: z.object({ propose: z.boolean(), answerClaims: z.boolean(), changeColleagues: z.boolean() }),
});
