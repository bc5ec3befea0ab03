// OpenPGP keys for tests, made on the spot.
import { generateKey } from "openpgp";

/** An armored pair, good from now on, or as told. */
export async function makeOpenPgpKey(
  more: { email?: string; expiresInSeconds?: number; madeAt?: Date } = {},
): Promise<{ publicKey: string; privateKey: string }> {
  const { publicKey, privateKey } = await generateKey({
    type: "ecc",
    userIDs: [{ name: "Security desk", email: more.email ?? "security@bank.example" }],
    keyExpirationTime: more.expiresInSeconds ?? 0,
    // A little earlier, so that a clock that runs behind takes it.
    date: more.madeAt ?? new Date(Date.now() - 60_000),
    format: "armored",
  });
  return { publicKey, privateKey };
}
