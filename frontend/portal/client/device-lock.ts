// Locks what this device keeps of a person (AES-256-GCM) under a key that no script can read out: whoever copies the browser's files, or looks into its storage, reads nothing.
// It is no secret from who opens this site in this browser. Erasing the key erases what it locked.
import { inKeys } from "./device-store.ts";

const name = "device";
const ivBytes = 12;
let known: Promise<CryptoKey> | undefined;

/** Pages without TLS have no cryptography, and their text is read on the line already. */
export const canLock = globalThis.crypto?.subtle !== undefined;

/** Fetched, or made at the first use. @throws where the browser keeps no keys: nothing is then kept. */
async function deviceKey(): Promise<CryptoKey> {
  known ??= findKey();
  known.catch(() => {
    known = undefined;
  });
  return await known;
}

async function findKey(): Promise<CryptoKey> {
  const read = async (): Promise<CryptoKey | undefined> =>
    await inKeys<CryptoKey | undefined>("readonly", (store) => store.get(name));
  const kept = await read();
  if (kept) return kept;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Of two pages that make one at once the first one's stands.
  await inKeys("readwrite", (store) => store.add(fresh, name)).catch(() => {});
  const stands = await read();
  if (!stands) throw new Error("no storage");
  return stands;
}

const gcm = (iv: Uint8Array<ArrayBuffer>, what: string): AesGcmParams => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(what),
});

/** @param what these bytes are: they open as nothing else. @returns a random start (12 bytes), the locked bytes and their tag (16). */
export async function lockBytes(bytes: BufferSource, what: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  return [iv, new Uint8Array(await crypto.subtle.encrypt(gcm(iv, what), await deviceKey(), bytes))];
}

/** @throws where they were locked under another key, as something else, or were changed. */
export async function unlockBytes(bytes: Uint8Array<ArrayBuffer>, what: string): Promise<ArrayBuffer> {
  const iv = bytes.slice(0, ivBytes);
  return await crypto.subtle.decrypt(gcm(iv, what), await deviceKey(), bytes.slice(ivBytes));
}

/** What a value says, locked, as base64. */
export async function lockValue(value: unknown, what: string): Promise<string> {
  const parts = await lockBytes(new TextEncoder().encode(JSON.stringify(value)), what);
  let text = "";
  for (const part of parts) for (const byte of part) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @throws as `unlockBytes`. */
export async function unlockValue(locked: string, what: string): Promise<unknown> {
  const bytes = Uint8Array.from(atob(locked), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(await unlockBytes(bytes, what)));
}

/** What was locked opens no more. */
export async function dropDeviceKey(): Promise<void> {
  known = undefined;
  await inKeys("readwrite", (store) => store.clear()).catch(() => {});
}
