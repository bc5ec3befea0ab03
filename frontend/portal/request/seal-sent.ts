// What stays of a draft once its report is sent: the receipt, sealed with the draft's token, which only the person's device holds.
import type { SubmittedReport } from "../../../backend/intake/model.ts";

export interface Sent {
  submitted: SubmittedReport;
  flow: string;
  isReached: boolean;
  follows?: string | undefined;
  /** The word for one answer about how easy it was; gone once it was given. */
  ticket?: string | undefined;
  hasSaid?: boolean | undefined;
  /** What lets this device send the report's files, for two weeks. */
  grant?: string | undefined;
}

/** AES-256-GCM under a key derived from the token. The server keeps a hash of the token only: it cannot open this by itself. */
export async function sealSent(token: string, sent: Sent): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce },
    await keyOf(token),
    new TextEncoder().encode(JSON.stringify(sent)),
  );
  return `${toBase64(nonce)}.${toBase64(new Uint8Array(sealed))}`;
}

/** @returns undefined when it was sealed with another token or changed. */
export async function openSent(token: string, sealed: string): Promise<Sent | undefined> {
  try {
    const [nonce = "", body = ""] = sealed.split(".");
    const key = await keyOf(token);
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64(nonce) }, key, fromBase64(body));
    return JSON.parse(new TextDecoder().decode(opened)) as Sent;
  } catch {
    return undefined;
  }
}

async function keyOf(token: string): Promise<CryptoKey> {
  const bits = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`toguna/sent/${token}`));
  return await crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
