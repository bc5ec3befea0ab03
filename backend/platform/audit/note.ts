// Checkpoints as C2SP signed notes (signed-note v1.0.0, tlog-checkpoint v1.0.0): origin, size and root, signed with Ed25519.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

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
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const ed25519Type = 1;

/** The signing key of a log from its 32-byte seed. `name` has no space and no plus sign. */
export function makeNoteKey(name: string, seed: Buffer): NoteKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32);
  return { name, publicKey, privateKey };
}

/** The verifier key "name+hash+base64" that is given to whoever checks. */
export function formatVerifierKey(key: NoteKey): string {
  return `${key.name}+${keyId(key).toString("hex")}+${Buffer.concat([Buffer.of(ed25519Type), key.publicKey]).toString("base64")}`;
}

/** @throws when the text is no Ed25519 verifier key or its hash does not fit. */
export function parseVerifierKey(text: string): NoteKey {
  const [name = "", hash = "", encoded = ""] = text.trim().split("+").length >= 3 ? splitKey(text.trim()) : [];
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 33 || bytes[0] !== ed25519Type)
    throw new Error("expected a verifier key such as name+1a2b3c4d+AX…");
  const key: NoteKey = { name, publicKey: bytes.subarray(1) };
  if (keyId(key).toString("hex") !== hash) throw new Error("the verifier key's hash does not fit its name and key");
  return key;
}

// The base64 part may hold plus signs of its own; the name may not.
function splitKey(text: string): [string, string, string] {
  const first = text.indexOf("+");
  const second = text.indexOf("+", first + 1);
  return [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

export function signCheckpoint(checkpoint: Checkpoint, key: NoteKey): string {
  if (!key.privateKey) throw new Error("this key cannot sign");
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString("base64")}\n`;
  const signature = Buffer.concat([keyId(key), sign(null, Buffer.from(text), key.privateKey)]);
  return `${text}\n— ${key.name} ${signature.toString("base64")}\n`;
}

/** The checkpoint of a note that this key signed. @throws when the form is wrong, or a signature under the key's name does not fit. */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint {
  const split = note.lastIndexOf("\n\n");
  if (split < 0) throw new Error("the checkpoint has no signature part");
  const text = note.slice(0, split + 1);
  const lines = note
    .slice(split + 2)
    .split("\n")
    .filter((line) => line !== "");
  const isSigned = lines.some((line) => isSignedBy(line, text, key));
  if (!isSigned) throw new Error(`the checkpoint is not signed by ${key.name}`);
  const [origin, size, root] = text.split("\n");
  if (!origin || !size || !/^(0|[1-9]\d*)$/.test(size) || !root)
    throw new Error("the checkpoint's lines are not origin, size and root");
  const bytes = Buffer.from(root, "base64");
  if (bytes.length !== 32) throw new Error("the checkpoint's root has not 32 bytes");
  return { origin, size: Number(size), root: bytes };
}

function isSignedBy(line: string, text: string, key: NoteKey): boolean {
  const found = /^— (\S+) (\S+)$/.exec(line);
  if (!found) throw new Error("a signature line is malformed");
  const bytes = Buffer.from(found[2] ?? "", "base64");
  if (found[1] !== key.name || !bytes.subarray(0, 4).equals(keyId(key))) return false;
  const publicKey = createPublicKey({ key: Buffer.concat([spkiPrefix, key.publicKey]), format: "der", type: "spki" });
  if (!verify(null, Buffer.from(text), publicKey, bytes.subarray(4)))
    throw new Error(`the signature of ${key.name} does not fit`);
  return true;
}

/** SHA-256(name, newline, type, key), first four bytes. */
function keyId(key: NoteKey): Buffer {
  return createHash("sha256")
    .update(`${key.name}\n`)
    .update(Buffer.of(ed25519Type))
    .update(key.publicKey)
    .digest()
    .subarray(0, 4);
}
