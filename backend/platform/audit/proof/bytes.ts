// Bytes as text and back, the same in Node and in browsers.
import { base64, hex } from "@scure/base";

/** Base64 of RFC 4648 §4 with padding. @throws when the text is not exactly that. */
export function fromBase64(text: string): Uint8Array {
  return base64.decode(text);
}

export function toBase64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** @throws when the text is not lower-case hexadecimal. */
export function fromHex(text: string): Uint8Array {
  return hex.decode(text);
}

export function toHex(bytes: Uint8Array): string {
  return hex.encode(bytes);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** @throws when the bytes are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
