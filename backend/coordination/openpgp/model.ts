// OpenPGP keys of correspondents and of the team: what is asked of the verbs, what the screens read, when a key is worth a warning. Pure.
import { z } from "zod";

export const verificationWays = ["telephone", "in_person", "printed", "signed"] as const;
export type VerificationWay = (typeof verificationWays)[number];

const armored = z
  .string("Expected an armored OpenPGP key.")
  .min(1, "Expected an armored OpenPGP key.")
  .max(200_000, "Expected a key of at most 200,000 characters.");
const reason = z
  .string("Expected a reason.")
  .trim()
  .min(3, "Expected a reason.")
  .max(2000, "Expected at most 2000 characters.");
const id = (what: string) => z.uuid(`Expected the id of ${what}.`);
/** 40 places of a version 4 key, 64 of a version 6 key; spaces are how people write them. */
export const Fingerprint = z
  .string("Expected a fingerprint.")
  .transform((text) => text.replace(/[\s:]/g, "").toUpperCase())
  .pipe(z.string().regex(/^[0-9A-F]{40}([0-9A-F]{24})?$/, "Expected a fingerprint of 40 or 64 hexadecimal places."));

export const ImportKey = z.strictObject({ correspondentId: id("a correspondent"), armored });
export type ImportKey = z.input<typeof ImportKey>;
export const LookUpKey = z.strictObject({ correspondentId: id("a correspondent") });
export type LookUpKey = z.input<typeof LookUpKey>;
export const VerifyKey = z.strictObject({
  fingerprint: Fingerprint,
  way: z.enum(verificationWays, "Expected telephone, in_person, printed or signed."),
});
export type VerifyKey = z.input<typeof VerifyKey>;

export const MakeTeamKey = z.strictObject({
  name: z
    .string("Expected the team's name.")
    .trim()
    .min(1, "Expected the team's name.")
    .max(100, "Expected at most 100 characters."),
  months: z
    .number("Expected a number of months.")
    .int("Expected whole months.")
    .min(1, "Expected 1 month at least.")
    .max(60, "Expected 60 months at most."),
});
export type MakeTeamKey = z.input<typeof MakeTeamKey>;
export const ImportTeamKey = z.strictObject({
  /** "-----BEGIN PGP PRIVATE KEY BLOCK-----" and what follows. */
  armored,
  passphrase: z.string("Expected a passphrase, or an empty text.").max(1000, "Expected at most 1000 characters."),
});
export type ImportTeamKey = z.input<typeof ImportTeamKey>;
export const EndTeamKey = z.strictObject({
  keyId: id("a key"),
  /** Revoked: nobody may trust it any more. Else retired: it only opens what was sent to it. */
  isRevoked: z.boolean("Expected true or false."),
  reason,
});
export type EndTeamKey = z.input<typeof EndTeamKey>;

/** The passkey confirms these acts; screen and server build the binding with the same words. */
export const stepUpForTeamKey = {
  make: (name: string) => ({ act: "openpgp.make_team_key", object: name, version: "1" }),
  import: () => ({ act: "openpgp.import_team_key", object: "team", version: "1" }),
  end: (keyId: string) => ({ act: "openpgp.end_team_key", object: keyId, version: "1" }),
} as const;

/** Days before its end in which a key is warned of. */
export const warnDays = 30;
export type KeyState = "good" | "expires_soon" | "expired" | "revoked" | "retired";

/** What a key is worth at an instant. */
export function stateOfKey(
  key: { expiresAt: Date | null; isRevoked: boolean; isRetired: boolean },
  now: Date,
): KeyState {
  if (key.isRevoked) return "revoked";
  if (key.expiresAt !== null && key.expiresAt <= now) return "expired";
  if (key.isRetired) return "retired";
  return key.expiresAt !== null && key.expiresAt.getTime() - now.getTime() < warnDays * 86_400_000
    ? "expires_soon"
    : "good";
}

/** "3F9A C0D2 …", as people read it to each other. */
export function spacedFingerprint(fingerprint: string): string {
  return fingerprint.match(/.{4}/g)?.join(" ") ?? fingerprint;
}

const text = z.string();
const maybe = text.nullable();
export const KeyRow = z.object({
  id: text,
  owner: text,
  ownerKind: z.enum(["contact", "correspondent"]),
  email: maybe,
  correspondentId: maybe,
  fingerprint: text,
  userIds: z.array(text),
  algorithm: text,
  madeAt: text,
  expiresAt: maybe,
  source: z.enum(["register", "file", "wkd"]),
  addedAt: text,
  state: z.enum(["good", "expires_soon", "expired", "revoked", "retired"]),
  verification: z.object({ way: z.enum(verificationWays), by: text, at: text }).nullable(),
});
export type KeyRow = z.infer<typeof KeyRow>;

export const TeamKeyRow = z.object({
  id: text,
  fingerprint: text,
  armored: text,
  userIds: z.array(text),
  algorithm: text,
  madeAt: text,
  expiresAt: maybe,
  state: z.enum(["good", "expires_soon", "expired", "revoked", "retired"]),
  endReason: maybe,
});
export type TeamKeyRow = z.infer<typeof TeamKeyRow>;

export const KeysPage = z.object({
  team: z.array(TeamKeyRow),
  keys: z.array(KeyRow),
  can: z.object({ change: z.boolean(), team: z.boolean() }),
});
export type KeysPage = z.infer<typeof KeysPage>;

export const ImportedKey = z.object({
  /** `none`: nothing is published there. `revoked`: its owner has revoked it; it is used no more. */
  outcome: z.enum(["added", "known", "renewed", "revoked", "none"]),
  fingerprint: maybe,
});
export type ImportedKey = z.infer<typeof ImportedKey>;
