// What the routes of unlocking keys take: strict schemas of bytes in base64url.
import { z } from "zod";
import { fromBase64Url } from "../../platform/sealing/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { PasskeyId } from "../requests.ts";

/** So many bytes as base64url text without padding. */
export function bytesField(length: number): z.ZodType<string> {
  const message = `Expected ${length} bytes as base64url.`;
  return z
    .string({ error: message })
    .refine((text) => isBase64Url(text) && fromBase64Url(text).length === length, message);
}

function isBase64Url(text: string): boolean {
  return text.length <= 400 && /^[A-Za-z0-9_-]+$/.test(text) && text.length % 4 !== 1;
}

const Wrap = z
  .strictObject({
    method: z.enum(["passkey", "passphrase"], { error: "Expected passkey or passphrase." }),
    passkeyId: PasskeyId.optional(),
    salt: bytesField(32),
    wrapped: bytesField(60),
  })
  .refine((wrap) => (wrap.method === "passkey") === (wrap.passkeyId !== undefined), {
    path: ["passkeyId"],
    message: "Expected the passkey for the method passkey, and none for a passphrase.",
  });
export type Wrap = z.infer<typeof Wrap>;

export const MakeUnlockingKey = z.strictObject({ publicKey: bytesField(32), prfSalt: bytesField(32), wrap: Wrap });
export const AddWrap = z.strictObject({ wrap: Wrap });
export const SetEscrowKey = z.strictObject({ publicKey: bytesField(32) });
export const KeyId = z.string().refine(isId, "Expected the id of a key.");
