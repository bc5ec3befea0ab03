// Signs checkpoints as C2SP signed notes with the log's key, and cosigns them with a witness's; opening them is `proof/note.ts`.
import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { fromHex } from "./proof/bytes.ts";
import { keyId, readVerifierKey, type VerifierKey, writeVerifierKey } from "./proof/keys.ts";
import { cosignedMessage, openCheckpointNote } from "./proof/note.ts";

export interface NoteKey {
  name: string;
  publicKey: Buffer;
  privateKey?: KeyObject;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/** The signing key of a log or witness from its 32-byte seed. `name` has no space and no plus sign. */
export function makeNoteKey(name: string, seed: Buffer): NoteKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32);
  return { name, publicKey, privateKey };
}

/** What others verify with. */
export function verifierKeyOf(key: NoteKey, type: VerifierKey["type"] = "log"): VerifierKey {
  return { name: key.name, type, publicKey: Uint8Array.from(key.publicKey) };
}

/** The verifier key "name+hash+base64" that is given to whoever checks. */
export function formatVerifierKey(key: NoteKey, type: VerifierKey["type"] = "log"): string {
  return writeVerifierKey(verifierKeyOf(key, type));
}

/** @throws when the text is no Ed25519 verifier key of a log or its hash does not fit. */
export function parseVerifierKey(text: string): NoteKey {
  const { name, type, publicKey } = readVerifierKey(text);
  if (type !== "log") throw new Error("expected the verifier key of a log, not of a witness");
  return { name, publicKey: Buffer.from(publicKey) };
}

export function signCheckpoint(checkpoint: Checkpoint, key: NoteKey): string {
  return signText(`${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString("base64")}\n`, key);
}

/** A signed note over a text that ends with a newline. What is no checkpoint must not begin like one: its first line is never the log's origin. */
export function signText(text: string, key: NoteKey): string {
  return `${text}\n${signatureLine(verifierKeyOf(key), signWith(key, Buffer.from(text)))}`;
}

/** A witness's line over a checkpoint's text, with the time in seconds since 1970 (tlog-cosignature v1). */
export function cosignText(text: string, key: NoteKey, signedAt: number): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(signedAt));
  const signature = signWith(key, Buffer.from(cosignedMessage(signedAt, text)));
  return signatureLine(verifierKeyOf(key, "witness"), Buffer.concat([time, signature]));
}

function signWith(key: NoteKey, message: Buffer): Buffer {
  if (!key.privateKey) throw new Error("this key cannot sign");
  return sign(null, message, key.privateKey);
}

function signatureLine(key: VerifierKey, signature: Buffer): string {
  return `— ${key.name} ${Buffer.concat([fromHex(keyId(key)), signature]).toString("base64")}\n`;
}

/** The checkpoint of a note that this log's key signed. @throws when the form is wrong, or a signature under the key's name does not fit. */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint {
  const { origin, size, root } = openCheckpointNote(note, [verifierKeyOf(key)]);
  return { origin, size, root: Buffer.from(root) };
}
