// Wraps a person's private key under a secret that only that person has: a passkey's PRF output, or a passphrase after argon2id.
import { toBase64Url } from "./base64.ts";

const nonceBytes = 12;

/**
 * @param secret 32 bytes or more that never leave the person's device. @param salt 32 random bytes, kept beside the wrap.
 * @param publicKey binds the wrap to its key. @returns nonce and AES-256-GCM together, 60 bytes.
 */
export async function wrapPrivateKey(
  secret: Uint8Array,
  salt: Uint8Array,
  publicKey: Uint8Array,
  privateKey: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const key = await kekOf(secret, salt);
  const sealed = await crypto.subtle.encrypt(gcm(nonce, publicKey), key, new Uint8Array(privateKey));
  const wrapped = new Uint8Array(nonceBytes + sealed.byteLength);
  wrapped.set(nonce);
  wrapped.set(new Uint8Array(sealed), nonceBytes);
  return wrapped;
}

/** @throws when the secret is another one. */
export async function unwrapPrivateKey(
  secret: Uint8Array,
  salt: Uint8Array,
  publicKey: Uint8Array,
  wrapped: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await kekOf(secret, salt);
  const params = gcm(wrapped.slice(0, nonceBytes), publicKey);
  return new Uint8Array(await crypto.subtle.decrypt(params, key, wrapped.slice(nonceBytes) as Uint8Array<ArrayBuffer>));
}

/** The key that encrypts keys: HKDF-SHA-256 (RFC 5869) over the secret. */
async function kekOf(secret: Uint8Array, salt: Uint8Array): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", new Uint8Array(secret), "HKDF", false, ["deriveKey"]);
  const params = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(salt),
    info: new TextEncoder().encode("toguna/kek/v1"),
  };
  return await crypto.subtle.deriveKey(params, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function gcm(nonce: Uint8Array, publicKey: Uint8Array): AesGcmParams {
  const context = `toguna/unlocking/${toBase64Url(publicKey)}`;
  return { name: "AES-GCM", iv: new Uint8Array(nonce), additionalData: new TextEncoder().encode(context) };
}
