// Seals a text to the core's public key in one piece (HPKE, RFC 9180, base mode), for phones and the edge: only the core opens it.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";

// P-256 and not X25519: browsers know it since 2015, X25519 only since 2025.
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const info = new TextEncoder().encode("toguna/for-core/v1");
/** An encapsulated P-256 point, uncompressed. */
const encBytes = 65;
/** What is sealed is filled up to this step: a short report and a long one look alike on the way. */
const paddingBytes = 1024;

/** The core's two halves from 32 secret bytes: the same bytes give the same key. The public one is an uncompressed point of 65 bytes. */
export async function deriveCoreKeys(seed: Uint8Array): Promise<{ publicKey: Uint8Array; privateKey: CryptoKey }> {
  const pair = await suite.kem.deriveKeyPair(new Uint8Array(seed).buffer);
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: pair.privateKey,
  };
}

/** @param context what it belongs to: opened as another thing, it does not open. @throws when the key is no point of the curve. */
export async function sealForCore(
  publicKey: Uint8Array,
  text: string,
  context: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return await sealBytesForCore(publicKey, new TextEncoder().encode(text), context);
}

/** The same for bytes: a piece of a file. */
export async function sealBytesForCore(
  publicKey: Uint8Array,
  plain: Uint8Array,
  context: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(new Uint8Array(publicKey).buffer);
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, info: info.buffer },
    pad(plain).buffer,
    new TextEncoder().encode(context).buffer,
  );
  const both = new Uint8Array(enc.byteLength + ct.byteLength);
  both.set(new Uint8Array(enc));
  both.set(new Uint8Array(ct), enc.byteLength);
  return both;
}

/** @throws when it was sealed to another key, for another context, or a single bit was changed. */
export async function openAtCore(privateKey: CryptoKey, sealed: Uint8Array, context: string): Promise<string> {
  return new TextDecoder("utf-8", { fatal: true }).decode(await openBytesAtCore(privateKey, sealed, context));
}

/** The same for bytes. */
export async function openBytesAtCore(privateKey: CryptoKey, sealed: Uint8Array, context: string): Promise<Uint8Array> {
  const own = new Uint8Array(sealed);
  const opened = await suite.open(
    { recipientKey: privateKey, enc: own.slice(0, encBytes).buffer, info: info.buffer },
    own.slice(encBytes).buffer,
    new TextEncoder().encode(context).buffer,
  );
  const padded = new Uint8Array(opened);
  const length = padded.length < 4 ? -1 : new DataView(padded.buffer).getUint32(0);
  if (length < 0 || length > padded.length - 4) throw new Error("a sealed text has a wrong length");
  return padded.subarray(4, 4 + length);
}

/** Four bytes of length, the text, zeros. */
function pad(plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((plain.length + 4) / paddingBytes) * paddingBytes);
  new DataView(padded.buffer).setUint32(0, plain.length);
  padded.set(plain, 4);
  return padded;
}
