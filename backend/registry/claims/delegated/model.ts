// Delegated files of the address registries: what their import is asked, shows and suggests. Pure.
import { z } from "zod";

export const maxDelegatedBytes = 40_000_000;

export const ImportDelegatedQuery = z.strictObject({
  name: z.string().trim().min(1, "Expected the file's name.").max(200, "Expected at most 200 characters."),
  /** Only looks: nothing is taken. */
  look: z.enum(["true", "false"]).default("false"),
});

export const LinkHolder = z.strictObject({
  registry: z.string().regex(/^[a-z]{2,12}$/, "Expected a registry such as afrinic."),
  opaqueId: z.string().trim().min(1, "Expected the account's id.").max(100),
  constituentId: z.uuid("Expected a constituent's id."),
});
export type LinkHolder = z.input<typeof LinkHolder>;

const change = z.object({
  what: z.enum(["new", "gone", "moved"]),
  value: z.string(),
  country: z.string(),
  /** The account before and now; null where there is none. */
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type DelegatedChange = z.infer<typeof change>;

export const ImportDelegatedAnswer = z.object({
  registry: z.string(),
  serial: z.string(),
  sha256: z.string(),
  records: z.number().int(),
  accounts: z.number().int(),
  isTaken: z.boolean(),
  /** Against the file of this registry that is in force. */
  new: z.number().int(),
  gone: z.number().int(),
  moved: z.number().int(),
  /** The first of them, those of the country first. */
  changes: z.array(change),
  /** Claims that the new file proves, once it is taken. */
  proven: z.number().int(),
});
export type ImportDelegatedAnswer = z.infer<typeof ImportDelegatedAnswer>;

export const DelegatedPage = z.object({
  files: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      registry: z.string(),
      serial: z.string(),
      coversUntil: z.string().nullable(),
      sha256: z.string(),
      records: z.number().int(),
      isCurrent: z.boolean(),
      importedAt: z.string(),
    }),
  ),
  /** Accounts in which claims of one constituent only lie, and which nobody was said to be. */
  suggestions: z.array(
    z.object({
      registry: z.string(),
      opaqueId: z.string(),
      constituentId: z.string(),
      name: z.string(),
      claims: z.number().int(),
      records: z.number().int(),
    }),
  ),
  links: z.array(
    z.object({
      id: z.string(),
      registry: z.string(),
      opaqueId: z.string(),
      constituentId: z.string(),
      name: z.string(),
      records: z.number().int(),
    }),
  ),
  /** Claims in force that a file contradicts. */
  disagreements: z.array(
    z.object({
      claimId: z.string(),
      constituentId: z.string(),
      name: z.string(),
      value: z.string(),
      registry: z.string(),
      status: z.string(),
      opaqueId: z.string().nullable(),
      otherName: z.string().nullable(),
    }),
  ),
  /** What a linked account holds and its constituent does not claim. */
  unclaimed: z.array(
    z.object({
      registry: z.string(),
      opaqueId: z.string(),
      constituentId: z.string(),
      name: z.string(),
      kind: z.enum(["prefix", "asn"]),
      value: z.string(),
      allocatedOn: z.string().nullable(),
    }),
  ),
});
export type DelegatedPage = z.infer<typeof DelegatedPage>;
