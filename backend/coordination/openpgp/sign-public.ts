// Signs a text that is for everybody with the team's key, in the clear (RFC 9580 §7): who has the key may check it, who has not may read it.
import { createCleartextMessage, sign } from "openpgp";
import type { Context } from "../../platform/context/index.ts";
import { openSigningKey } from "./team-keys.ts";

/** How many different texts are kept signed: each is asked for often and changes once a day at most. */
const mostKept = 20;
const kept = new Map<string, string>();

/** @returns the text with its signature, or as it is where the team has no key. For a context of the system's own. */
export async function signPublicText(ctx: Context, text: string): Promise<{ text: string; isSigned: boolean }> {
  const key = await openSigningKey(ctx);
  if (!key) return { text, isSigned: false };
  const name = `${key.getFingerprint()}\n${text}`;
  let signed = kept.get(name);
  if (signed === undefined) {
    signed = await sign({ message: await createCleartextMessage({ text }), signingKeys: key, date: ctx.now() });
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(name, signed);
  }
  return { text: signed.replaceAll("\r\n", "\n"), isSigned: true };
}

/** Whether a text would be signed now. */
export async function canSignPublicText(ctx: Context): Promise<boolean> {
  return (await openSigningKey(ctx)) !== undefined;
}
