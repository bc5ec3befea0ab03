// Reads an armored OpenPGP public key and says whether a contact can be written to with it (RFC 9580, by the library openpgp).
import { type Key, readKeys } from "openpgp";
import type { KeyRefusal } from "./model.ts";

export interface JudgedKey {
  /** Upper-case hexadecimal: 40 places of a version 4 key, 64 of a version 6 key. */
  fingerprint: string;
  userIds: string[];
  /** "rsa 3072", "ed25519". */
  algorithm: string;
  madeAt: Date;
  /** Null: never. */
  expiresAt: Date | null;
  /** The key again, without what stood around it. */
  armored: string;
}

const fewestRsaBits = 2048;

/** The key's facts, or why it is refused. `now` is when it must be good. */
export async function judgeKey(armored: string, now: Date): Promise<JudgedKey | { refusal: KeyRefusal }> {
  if (armored.includes("PGP PRIVATE KEY BLOCK")) return { refusal: "private_key" };
  // What was pasted around the key is left out.
  const blocks = armored.match(/-----BEGIN PGP PUBLIC KEY BLOCK-----[^]*?-----END PGP PUBLIC KEY BLOCK-----/g) ?? [];
  if (blocks.length > 1) return { refusal: "several_keys" };
  let keys: Key[];
  try {
    keys = await readKeys({ armoredKeys: blocks[0] ?? "" });
  } catch {
    return { refusal: "not_a_key" };
  }
  const [key, ...others] = keys;
  if (!key) return { refusal: "not_a_key" };
  if (keys.some((one) => one.isPrivate())) return { refusal: "private_key" };
  if (others.length > 0) return { refusal: "several_keys" };
  if (await key.isRevoked(undefined, undefined, now)) return { refusal: "revoked" };
  if (key.getUserIDs().length === 0) return { refusal: "no_user" };
  const expiresAt = await key.getExpirationTime();
  if (expiresAt === null || (expiresAt instanceof Date && expiresAt <= now)) return { refusal: "expired" };
  const { algorithm, bits, curve } = key.getAlgorithmInfo() as { algorithm: string; bits?: number; curve?: string };
  if (algorithm.startsWith("rsa") && (bits ?? 0) < fewestRsaBits) return { refusal: "too_weak" };
  try {
    await key.getEncryptionKey(undefined, now);
  } catch {
    return { refusal: "cannot_encrypt" };
  }
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: key.getUserIDs().map((id) => id.slice(0, 300)),
    algorithm: [algorithm.replace(/EncryptSign$/, ""), bits ?? curve].filter(Boolean).join(" "),
    madeAt: key.getCreationTime(),
    expiresAt: expiresAt instanceof Date ? expiresAt : null,
    armored: key.armor(),
  };
}
