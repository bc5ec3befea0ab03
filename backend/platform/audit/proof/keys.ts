// Verifier keys of C2SP signed notes: "name+id+base64". Two types: a log's Ed25519 (0x01), a witness's timestamped Ed25519 (0x04).
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64, join, toBase64, toHex, utf8 } from "./bytes.ts";

export interface VerifierKey {
  name: string;
  type: "log" | "witness";
  /** Ed25519, 32 bytes. */
  publicKey: Uint8Array;
}

const typeBytes = { log: 1, witness: 4 } as const;

/** The first four bytes of SHA-256(name, newline, type, key), as hexadecimal (signed-note "Signatures"). */
export function keyId(key: VerifierKey): string {
  const id = sha256(join([utf8(`${key.name}\n`), Uint8Array.of(typeBytes[key.type]), key.publicKey]));
  return toHex(id.subarray(0, 4));
}

/** The text that is given to whoever checks. */
export function writeVerifierKey(key: VerifierKey): string {
  return `${key.name}+${keyId(key)}+${toBase64(join([Uint8Array.of(typeBytes[key.type]), key.publicKey]))}`;
}

/** @throws when the text is no Ed25519 verifier key of type 0x01 or 0x04, or when its id does not fit its name and key. */
export function readVerifierKey(text: string): VerifierKey {
  const trimmed = text.trim();
  const first = trimmed.indexOf("+");
  const second = trimmed.indexOf("+", first + 1);
  const name = trimmed.slice(0, Math.max(first, 0));
  const bytes = second < 0 ? new Uint8Array() : readBase64(trimmed.slice(second + 1));
  const type = bytes[0] === typeBytes.log ? "log" : bytes[0] === typeBytes.witness ? "witness" : undefined;
  if (name === "" || /\s/u.test(name) || bytes.length !== 33 || type === undefined)
    throw new Error("expected a verifier key such as name+1a2b3c4d+AX…");
  const key: VerifierKey = { name, type, publicKey: bytes.subarray(1) };
  if (keyId(key) !== trimmed.slice(first + 1, second))
    throw new Error("the verifier key's hash does not fit its name and key");
  return key;
}

function readBase64(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array();
  }
}
