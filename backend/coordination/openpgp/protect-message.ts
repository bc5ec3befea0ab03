// Gives a composed message its protection while it leaves: the team's signature, or a signature and encryption to one key.
import { createTransport, type SendMailOptions } from "nodemailer";
import { type PrivateKey, type PublicKey, readKey } from "openpgp";
import type { Context } from "../../platform/context/index.ts";
import { encryptMail, signMail } from "./protect-mail.ts";

export async function signMessage(ctx: Context, message: SendMailOptions, key: PrivateKey): Promise<SendMailOptions> {
  return asRaw(message, await signMail(await compose(message), key, ctx.now()));
}

/** @param armoredKey the recipient's public key. */
export async function encryptMessage(
  ctx: Context,
  message: SendMailOptions,
  {
    armoredKey,
    signWith,
    outerSubject,
  }: { armoredKey: string; signWith: PrivateKey | undefined; outerSubject: string },
): Promise<SendMailOptions> {
  const to: PublicKey[] = [await readKey({ armoredKey })];
  // So that the team can read what it sent, in its own mail program too.
  if (signWith && (await canEncryptTo(signWith.toPublic(), ctx.now()))) to.push(signWith.toPublic());
  const raw = await encryptMail(await compose(message), { to, signWith, outerSubject, now: ctx.now() });
  return asRaw(message, raw);
}

function asRaw({ envelope }: SendMailOptions, raw: Buffer): SendMailOptions {
  return { ...(envelope === undefined ? {} : { envelope }), raw };
}

/** As the mail library writes it, with CRLF; lines are quoted-printable, so that no server on the way changes them. */
async function compose(message: SendMailOptions): Promise<Buffer> {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message: bytes } = await writer.sendMail({ ...message, textEncoding: "quoted-printable" });
  return bytes as Buffer;
}

async function canEncryptTo(key: PublicKey, now: Date): Promise<boolean> {
  return await key.getEncryptionKey(undefined, now).then(
    () => true,
    () => false,
  );
}
