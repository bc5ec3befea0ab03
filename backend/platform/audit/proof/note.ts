// C2SP signed notes (signed-note v1.0.0) and the checkpoints in them (tlog-checkpoint v1.0.0), with witnesses' cosignatures (tlog-cosignature v1).
import { ed25519 } from "@noble/curves/ed25519.js";
import { fromBase64, join, toHex, utf8 } from "./bytes.ts";
import { keyId, type VerifierKey } from "./keys.ts";
import type { Hash } from "./merkle.ts";

export interface Checkpoint {
  origin: string;
  size: number;
  root: Hash;
}

export interface Signature {
  key: VerifierKey;
  /** Seconds since 1970 that a witness signed with; undefined for a log's own signature. */
  signedAt?: number;
}

export interface OpenedNote {
  /** With its final newline. */
  text: string;
  /** Those of known keys; every one of them fits. */
  signatures: Signature[];
}

const mostSignatures = 64;

/**
 * Opens a note with the keys that one knows. Signatures of others are passed over.
 * @throws when the form is wrong, when a known key's signature does not fit, or when no known key signed.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenedNote {
  const split = note.lastIndexOf("\n\n");
  if (split < 0) throw new Error("the checkpoint has no signature part");
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new Error("the note holds control characters");
  const text = note.slice(0, split + 1);
  const rest = note.slice(split + 2);
  if (rest === "" || !rest.endsWith("\n")) throw new Error("the note does not end with a signature line");
  const lines = rest.slice(0, -1).split("\n");
  if (lines.length > mostSignatures) throw new Error(`the note has more than ${mostSignatures} signatures`);
  const signatures = lines.flatMap((line) => readSignature(line, text, keys));
  if (signatures.length === 0)
    throw new Error(`the checkpoint is not signed by ${keys.map((key) => key.name).join(" or ") || "any known key"}`);
  return { text, signatures };
}

function readSignature(line: string, text: string, keys: readonly VerifierKey[]): Signature[] {
  const [, name, encoded] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new Error("a signature line is malformed");
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(encoded);
  } catch {
    throw new Error("a signature line is malformed");
  }
  const id = toHex(bytes.subarray(0, 4));
  const key = keys.find((known) => known.name === name && keyId(known) === id);
  if (!key) return [];
  const signature = verifySignature(key, bytes.subarray(4), text);
  if (!signature) throw new Error(`the signature of ${name} does not fit`);
  return [signature];
}

function verifySignature(key: VerifierKey, bytes: Uint8Array, text: string): Signature | undefined {
  if (key.type === "log") return isSigned(key, bytes, utf8(text)) ? { key } : undefined;
  if (bytes.length !== 72) return undefined;
  const signedAt = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  if (!Number.isSafeInteger(signedAt)) return undefined;
  return isSigned(key, bytes.subarray(8), cosignedMessage(signedAt, text)) ? { key, signedAt } : undefined;
}

function isSigned(key: VerifierKey, signature: Uint8Array, message: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, key.publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** What a witness signs (tlog-cosignature, "Ed25519 signed message"). `text` ends with a newline. */
export function cosignedMessage(signedAt: number, text: string): Uint8Array {
  return join([utf8(`cosignature/v1\ntime ${signedAt}\n`), utf8(text)]);
}

/** The lines of a checkpoint: origin, size, root; anything after them is passed over. @throws when they are not that. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin, size, root] = text.split("\n");
  if (!origin || !size || !/^(0|[1-9]\d*)$/.test(size) || !root || !Number.isSafeInteger(Number(size)))
    throw new Error("the checkpoint's lines are not origin, size and root");
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(root);
  } catch {
    throw new Error("the checkpoint's root is not base64");
  }
  if (bytes.length !== 32) throw new Error("the checkpoint's root has not 32 bytes");
  return { origin, size: Number(size), root: bytes };
}

/** A checkpoint that its own log signed, with the witnesses among `keys` that cosigned it. @throws as openNote; when the log's name is not its origin. */
export function openCheckpointNote(
  note: string,
  keys: readonly VerifierKey[],
): Checkpoint & { cosignatures: Signature[] } {
  const { text, signatures } = openNote(note, keys);
  const checkpoint = readCheckpoint(text);
  if (!signatures.some(({ key }) => key.type === "log" && key.name === checkpoint.origin))
    throw new Error(`the checkpoint is not signed by ${checkpoint.origin} with a key that you trust`);
  return { ...checkpoint, cosignatures: signatures.filter(({ key }) => key.type === "witness") };
}
