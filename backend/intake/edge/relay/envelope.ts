// The signed envelope of each request from the core to an edge: one algorithm, one audience, a short time, once, over this very body. WebCrypto and Ed25519 only.
import { fromBase64Url, toBase64Url } from "../../../platform/sealing/base64.ts";

/** How long an envelope is good for, and how far the two clocks may be apart, in seconds. */
export const envelopeLifeS = 60;
const skewS = 30;
const encoder = new TextEncoder();

interface Claims {
  aud: string;
  iat: number;
  exp: number;
  jti: string;
  path: string;
  /** Base64url of SHA-256 over the body. */
  body: string;
}

/** A JWS in compact form (RFC 7515). @param sign Ed25519 over the bytes. */
export async function signEnvelope(
  request: { audience: string; path: string; body: string; now: Date },
  sign: (bytes: Uint8Array) => Uint8Array,
): Promise<string> {
  const iat = Math.floor(request.now.getTime() / 1000);
  const claims: Claims = {
    aud: request.audience,
    iat,
    exp: iat + envelopeLifeS,
    jti: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
    path: request.path,
    body: await digest(request.body),
  };
  const signed = `${part({ alg: "EdDSA", typ: "toguna-relay" })}.${part(claims)}`;
  return `${signed}.${toBase64Url(sign(encoder.encode(signed)))}`;
}

/**
 * Why an envelope is refused, or its one-time name and when that may be forgotten (seconds). Whether the name was seen before is the caller's to know.
 * @param keys Ed25519 public keys that may sign, base64url.
 */
export async function judgeEnvelope(
  envelope: string,
  request: { audience: string; path: string; body: string; now: Date },
  keys: readonly string[],
): Promise<{ once: string; until: number } | { refusal: string }> {
  const [head = "", payload = "", signature = "", ...rest] = envelope.split(".");
  const header = read(head) as { alg?: unknown; typ?: unknown } | undefined;
  if (rest.length > 0 || !header) return { refusal: "no envelope" };
  // The list of algorithms has one entry; what the header says chooses nothing.
  if (header.alg !== "EdDSA" || header.typ !== "toguna-relay") return { refusal: "another algorithm or kind" };
  const bytes = encoder.encode(`${head}.${payload}`);
  if (!(await isSigned(bytes, signature, keys))) return { refusal: "another signature" };
  const claims = read(payload) as Partial<Claims> | undefined;
  const nowS = request.now.getTime() / 1000;
  if (!claims || claims.aud !== request.audience) return { refusal: "for another edge" };
  if (claims.path !== request.path) return { refusal: "for another address" };
  if (typeof claims.iat !== "number" || typeof claims.exp !== "number" || typeof claims.jti !== "string")
    return { refusal: "without its time or name" };
  if (claims.exp - claims.iat > envelopeLifeS) return { refusal: "good for too long" };
  if (claims.iat > nowS + skewS || claims.exp < nowS - skewS) return { refusal: "of another time" };
  if (claims.body !== (await digest(request.body))) return { refusal: "over another body" };
  if (!/^[\w-]{22}$/.test(claims.jti)) return { refusal: "without its time or name" };
  return { once: claims.jti, until: claims.exp + 2 * skewS };
}

async function isSigned(bytes: Uint8Array<ArrayBuffer>, signature: string, keys: readonly string[]): Promise<boolean> {
  for (const key of keys) {
    try {
      const known = await crypto.subtle.importKey("raw", fromBase64Url(key), { name: "Ed25519" }, false, ["verify"]);
      if (await crypto.subtle.verify({ name: "Ed25519" }, known, fromBase64Url(signature), bytes)) return true;
    } catch {
      // A text that is no signature is signed by nobody.
    }
  }
  return false;
}

function part(value: object): string {
  return toBase64Url(encoder.encode(JSON.stringify(value)));
}

function read(text: string): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(text)));
    return value !== null && typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}

async function digest(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))));
}
