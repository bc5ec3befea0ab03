// Seals a text for several keepers: one random key for the text, and that key sealed to each keeper's public key (HPKE, RFC 9180, base mode).
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const info = new TextEncoder().encode("toguna/sealed-key/v1");
const keyBytes = 32;
const nonceBytes = 12;
/** Lengths of what is sealed tell no more than this step: a short name and a long one look the same. */
const paddingBytes = 512;

/** Raw X25519 halves, 32 bytes each. */
export interface KeyPair {
  publicKey: Uint8Array<ArrayBuffer>;
  privateKey: Uint8Array<ArrayBuffer>;
}

export async function makeKeyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = await suite.kem.generateKeyPair();
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(publicKey)),
    privateKey: new Uint8Array(await suite.kem.serializePrivateKey(privateKey)),
  };
}

/** 32 random bytes that seal one text. */
export function makeContentKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(keyBytes));
}

/** @param context what it belongs to ("report:<id>"): opened in another place, it does not open. @returns nonce and AES-256-GCM together. */
export async function sealText(
  contentKey: Uint8Array,
  text: string,
  context: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const plain = pad(new TextEncoder().encode(text));
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const sealed = await crypto.subtle.encrypt(gcm(nonce, context), await aesKey(contentKey), plain);
  return concat(nonce, new Uint8Array(sealed));
}

/** @throws when the key, the context or a single bit is another one. */
export async function openText(contentKey: Uint8Array, sealed: Uint8Array, context: string): Promise<string> {
  const nonce = sealed.slice(0, nonceBytes);
  const plain = await crypto.subtle.decrypt(gcm(nonce, context), await aesKey(contentKey), sealed.slice(nonceBytes));
  return new TextDecoder("utf-8", { fatal: true }).decode(unpad(new Uint8Array(plain)));
}

/** @returns 80 bytes: the encapsulated key (32) and the sealed one (48). */
export async function sealKeyTo(
  publicKey: Uint8Array,
  contentKey: Uint8Array,
  context: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(copy(publicKey).buffer);
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, info: info.buffer },
    copy(contentKey).buffer,
    bytesOf(context).buffer,
  );
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}

/** @throws when it was sealed to another key or for another context. */
export async function openKeyWith(
  privateKey: Uint8Array,
  sealedKey: Uint8Array,
  context: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const recipientKey = await suite.kem.deserializePrivateKey(copy(privateKey).buffer);
  const both = copy(sealedKey);
  const enc = both.slice(0, keyBytes).buffer;
  const opened = await suite.open(
    { recipientKey, enc, info: info.buffer },
    both.slice(keyBytes).buffer,
    bytesOf(context).buffer,
  );
  return new Uint8Array(opened);
}

/** Whether a private and a public half belong together: a probe is sealed and opened. */
export async function doHalvesFit(pair: KeyPair): Promise<boolean> {
  const probe = makeContentKey();
  try {
    const opened = await openKeyWith(pair.privateKey, await sealKeyTo(pair.publicKey, probe, "probe"), "probe");
    return opened.every((byte, at) => byte === probe[at]);
  } catch {
    return false;
  }
}

/** "3f9a c0d2 …": 16 bytes of SHA-256 over a public key, for people to compare. */
export async function fingerprintOf(publicKey: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", copy(publicKey)));
  const hex = Array.from(hash.slice(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.match(/.{4}/g)?.join(" ") ?? hex;
}

function gcm(nonce: Uint8Array, context: string): AesGcmParams {
  return { name: "AES-GCM", iv: copy(nonce), additionalData: bytesOf(context) };
}

async function aesKey(bytes: Uint8Array): Promise<CryptoKey> {
  return await crypto.subtle.importKey("raw", copy(bytes), "AES-GCM", false, ["encrypt", "decrypt"]);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Four bytes of length, the text, zeros. */
function pad(plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((plain.length + 4) / paddingBytes) * paddingBytes);
  new DataView(padded.buffer).setUint32(0, plain.length);
  padded.set(plain, 4);
  return padded;
}

function unpad(padded: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const length = new DataView(padded.buffer).getUint32(0);
  if (length > padded.length - 4) throw new Error("a sealed text has a wrong length");
  return padded.slice(4, 4 + length);
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Own memory, from the first byte on: a Buffer of Node may be a part of a larger one. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
