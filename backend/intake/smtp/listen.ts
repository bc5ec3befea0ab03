// The SMTP listener: streams each message into the object store and says 250 only when the caller has committed it. It relays nothing.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { type Context, makeContext, type Services } from "../../platform/context/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { StoredObject } from "../../platform/objects/index.ts";
import { makeSourceCounter, sourceOf } from "../limits.ts";
import { limits } from "../model.ts";
import { cleanText } from "../rules.ts";
import { requireDiskSpace } from "../store-file.ts";

export interface TakenMail {
  object: StoredObject;
  /** Empty for the null sender of bounces. */
  envelopeFrom: string;
  recipients: string[];
  /** The machine that handed it over, and what it calls itself. */
  connectingAddress: string;
  helo: string;
}

export interface MailListener {
  port: number;
  close(): Promise<void>;
}

/** Mails that one machine may hand over in an hour; more are asked to come later, so that none is lost. */
const mostMailsAnHour = 1200;

/** Listens on SMTP_HOST:SMTP_PORT. `take` commits the mail; when it throws, the sender is told to try again. */
export async function listenForMail(
  services: Services,
  take: (ctx: Context, mail: TakenMail) => Promise<void>,
): Promise<MailListener> {
  const { config, log } = services;
  const counter = makeSourceCounter(3_600_000);
  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const ctx = makeContext(services, { kind: "system", job: "smtp" }, randomUUID());
    const source = sourceOf(session.remoteAddress);
    // A relay on this machine speaks for many senders.
    const isRelay = session.remoteAddress === "127.0.0.1" || session.remoteAddress === "::1";
    if (!isRelay && counter.add(source, ctx.now().getTime()) > mostMailsAnHour)
      throw reply(450, "4.7.1 Too many messages; try again later");
    await requireDiskSpace(config.dataDir);
    const object = await ctx.objects.put(unowned(stream), limits.mailBytes);
    try {
      const { mailFrom, rcptTo } = session.envelope;
      await take(ctx, {
        object,
        envelopeFrom: mailFrom ? cleanText(mailFrom.address).slice(0, 320) : "",
        recipients: rcptTo.map((recipient) => cleanText(recipient.address).slice(0, 320)),
        connectingAddress: session.remoteAddress,
        helo: cleanText(session.hostNameAppearsAs).slice(0, 255),
      });
    } catch (error) {
      await ctx.objects.remove(object.id);
      throw error;
    }
  };
  /** Null once the mail is kept; else the reply that the sender gets. */
  const answer = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> => {
    try {
      await receive(stream, session);
      return null;
    } catch (error) {
      // The protocol goes on only after the whole message was read.
      stream.resume();
      await finished(stream).catch(() => {});
      if (!(error instanceof AppError) && !(error instanceof Error && "responseCode" in error))
        log.error({ err: error }, "a mail was not taken; its sender will try again");
      return asReply(error);
    }
  };
  const server = new SMTPServer({
    // Not the machine's own name, which is nobody's business.
    name: new URL(config.publicUrl).hostname,
    banner: "Toguna",
    size: limits.mailBytes,
    rejectOversized: true,
    disabledCommands: config.tls ? ["AUTH"] : ["AUTH", "STARTTLS"],
    ...(config.tls ? { key: readFileSync(config.tls.keyPath), cert: readFileSync(config.tls.certPath) } : {}),
    disableReverseLookup: true,
    logger: false,
    maxClients: 100,
    socketTimeout: 60_000,
    closeTimeout: 1000,
    onRcptTo: (_address, session, done) =>
      done(session.envelope.rcptTo.length >= 100 ? reply(452, "4.5.3 Too many recipients") : null),
    onData: (stream, session, done) => {
      void (async () => done(await answer(stream, session)))();
    },
  });
  server.on("error", (error) =>
    log.warn({ code: (error as NodeJS.ErrnoException).code }, "the mail listener had an error"),
  );
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(config.smtpPort, config.smtpHost, () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: async () =>
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
}

async function* unowned(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

function asReply(error: unknown): Error {
  if (error instanceof Error && "responseCode" in error) return error;
  if (error instanceof AppError && error.code === "too_large") return reply(552, "5.3.4 The message is too large");
  if (error instanceof AppError && error.code === "unavailable") return reply(452, "4.3.1 No room; try again later");
  return reply(451, "4.3.0 Not kept; try again later");
}
