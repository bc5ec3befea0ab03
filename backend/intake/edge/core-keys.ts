// The core's keys towards phones and edges, derived from the installation's secrets: what reports are sealed to, and what fetches them is signed with.
import { ed25519 } from "@noble/curves/ed25519.js";
import type { Services } from "../../platform/context/index.ts";
import { toBase64Url } from "../../platform/sealing/base64.ts";
import { deriveCoreKeys } from "../../platform/sealing/for-core.ts";

export interface SealingKeys {
  /** Sixteen hexadecimal digits of SHA-256 over the public key. */
  keyId: string;
  /** Base64url. */
  publicKey: string;
  privateKey: CryptoKey;
}

const known = new WeakMap<Services["secrets"], Promise<SealingKeys>>();

/** Made once a process; the same for the life of the installation, so that what waited on a phone for a week still opens. */
export async function sealingKeys({ secrets }: Pick<Services, "secrets">): Promise<SealingKeys> {
  let made = known.get(secrets);
  if (!made) {
    made = deriveCoreKeys(secrets.derive("receipt-key", "sealed-reports/v1")).then(
      async ({ publicKey, privateKey }) => {
        const hash = Buffer.from(await crypto.subtle.digest("SHA-256", new Uint8Array(publicKey)));
        return { keyId: hash.toString("hex").slice(0, 16), publicKey: toBase64Url(publicKey), privateKey };
      },
    );
    known.set(secrets, made);
  }
  return await made;
}

/** Ed25519: the public half, base64url, and what signs. */
export function relayKeys({ secrets }: Pick<Services, "secrets">): {
  publicKey: string;
  sign: (bytes: Uint8Array) => Uint8Array;
} {
  const seed = new Uint8Array(secrets.derive("receipt-key", "edge-relay/v1"));
  return { publicKey: toBase64Url(ed25519.getPublicKey(seed)), sign: (bytes) => ed25519.sign(bytes, seed) };
}
