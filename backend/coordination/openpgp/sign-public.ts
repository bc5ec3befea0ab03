// Signs a text that is for everybody with the team's key, in the clear (RFC 9580 §7): who has the key may check it, who has not may read it.
import { createHash } from "node:crypto";
import { createCleartextMessage, createMessage, sign } from "openpgp";
import type { Context } from "../../platform/context/index.ts";
import { openSigningKey } from "./team-keys.ts";

/** How many different texts are kept signed: each is asked for often and changes once a day at most. */
const mostKept = 200;
const kept = new Map<string, string>();

/** @returns the text with its signature, or as it is where the team has no key. For a context of the system's own. */
export async function signPublicText(ctx: Context, text: string): Promise<{ text: string; isSigned: boolean }> {
  const key = await openSigningKey(ctx);
  if (!key) return { text, isSigned: false };
  const signed = await keep(`${key.getFingerprint()}\n${text}`, async () =>
    (await sign({ message: await createCleartextMessage({ text }), signingKeys: key, date: ctx.now() })).replaceAll(
      "\r\n",
      "\n",
    ),
  );
  return { text: signed, isSigned: true };
}

/** A signature that stands in a file of its own beside the document, over its very bytes (RFC 9580 §10.4). @returns it armored; undefined where the team has no key. */
export async function signBeside(ctx: Context, text: string): Promise<string | undefined> {
  const key = await openSigningKey(ctx);
  if (!key) return undefined;
  const digest = createHash("sha256").update(text).digest("hex");
  return await keep(`${key.getFingerprint()}\nbeside ${digest}`, async () => {
    const message = await createMessage({ binary: Buffer.from(text) });
    return (await sign({ message, signingKeys: key, detached: true, date: ctx.now() })).replaceAll("\r\n", "\n");
  });
}

async function keep(name: string, make: () => Promise<string>): Promise<string> {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const made = await make();
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(name, made);
  return made;
}

/** Whether a text would be signed now. */
export async function canSignPublicText(ctx: Context): Promise<boolean> {
  return (await openSigningKey(ctx)) !== undefined;
}
