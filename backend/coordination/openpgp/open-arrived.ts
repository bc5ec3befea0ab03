// A mail that was taken, as it is read: opened with the team's keys where it came encrypted, its signature judged by the sender's.
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Context } from "../../platform/context/index.ts";
import { findSenderKeys } from "./find-keys.ts";
import { type OpenedMail, openMail } from "./open-mail.ts";
import { headerOf, splitEntity, toRawText } from "./split-mime.ts";
import { openAllTeamKeys } from "./team-keys.ts";

export interface Arrived extends Omit<OpenedMail, "raw"> {
  stream: Readable;
}

/** Above this a mail is read as it came: what is encrypted must be held in memory whole. */
const mostBytes = 30_000_000;

/** The raw mail in the store stays as it came. */
export async function openArrived(ctx: Context, objectId: string, size: number): Promise<Arrived> {
  const asItIs = { wasEncrypted: false, cannotOpen: false, signature: undefined, signedBy: undefined };
  const read = (): Readable => ctx.objects.read(objectId);
  if (size > mostBytes || !(await looksLikeOpenPgp(read()))) return { ...asItIs, stream: read() };
  const raw = await buffer(read());
  const from = headerOf(splitEntity(toRawText(raw)), "from");
  const sender = /<([^<>\s]+@[^<>\s]+)>/.exec(from)?.[1] ?? /[^\s<>,"]+@[^\s<>,"]+/.exec(from)?.[0] ?? "";
  const { raw: opened, ...facts } = await openMail(raw, {
    own: await openAllTeamKeys(ctx),
    sender: sender === "" ? [] : await findSenderKeys(ctx, sender),
  });
  return { ...facts, stream: Readable.from([opened]) };
}

/** Whether the beginning speaks of OpenPGP at all, so that other mails cost nothing. */
async function looksLikeOpenPgp(stream: Readable): Promise<boolean> {
  let text = "";
  for await (const chunk of stream) {
    text += (chunk as Buffer).toString("latin1");
    if (text.length > 200_000) break;
  }
  stream.destroy();
  return /pgp-encrypted|pgp-signature|BEGIN PGP MESSAGE/i.test(text);
}
