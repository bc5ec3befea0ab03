// Asks a sender's domain, over the configured name servers and within a time, whether it stands by a mail: DKIM, DMARC, ARC, and SPF where the connecting machine is known.
import { Resolver } from "node:dns/promises";
import type { Readable } from "node:stream";
import { authenticate, type DNSResolver } from "mailauth";
import type { Context } from "../../platform/context/index.ts";
import { type MailChecks, resultOf } from "./model.ts";

const tryMs = 2_000;
const wholeMs = 10_000;
/** RFC 7208 §4.6.4 lets SPF ask ten times, each answer may name more; signatures and DMARC ask a few. */
const mostQuestions = 60;
const mostSignatures = 10;

export interface Sent {
  /** Null: a machine in front of ours handed the mail over, and SPF says nothing of that. */
  connectingAddress: string | null;
  helo: string | null;
  envelopeFrom: string;
}

/** Undefined when the operator has it switched off, or the mail could not be read. Never throws for what a mail or a name server says. */
export async function checkMail(ctx: Context, raw: Readable, sent: Sent): Promise<MailChecks | undefined> {
  if (ctx.config.mailChecks === "no") {
    raw.destroy();
    return undefined;
  }
  const { resolver, stop } = openResolver(ctx);
  try {
    const hasAddress = ctx.config.mailChecks === "all" && sent.connectingAddress !== null;
    const { dkim, spf, dmarc, arc } = await authenticate(raw, {
      resolver,
      trustReceived: false,
      disableBimi: true,
      strict: true,
      // Stands in headers that nobody sees.
      mta: new URL(ctx.config.publicUrl).hostname,
      sender: sent.envelopeFrom,
      ...(hasAddress ? { ip: sent.connectingAddress ?? "", helo: sent.helo ?? sent.connectingAddress ?? "" } : {}),
    });
    return {
      spf: hasAddress && spf ? { result: resultOf(spf.status.result), domain: nameOf(spf.domain) } : null,
      dkim: (dkim.results ?? [])
        .filter(({ signingDomain }) => typeof signingDomain === "string" && signingDomain !== "")
        .slice(0, mostSignatures)
        .map(({ status, signingDomain, selector }) => ({
          result: resultOf(status.result),
          domain: nameOf(signingDomain),
          selector: nameOf(selector),
          isAligned: Boolean(status.aligned),
        })),
      dmarc: dmarc
        ? {
            result: resultOf(dmarc.status.result),
            domain: nameOf(dmarc.domain),
            policy: nameOf(dmarc.policy).slice(0, 20),
          }
        : null,
      arc: arc && resultOf(arc.status.result) !== "none" ? resultOf(arc.status.result) : null,
    };
  } catch (error) {
    ctx.log.warn({ err: error }, "who sent a mail could not be checked");
    return undefined;
  } finally {
    stop();
    raw.destroy();
  }
}

function nameOf(said: unknown): string {
  return typeof said === "string" ? said.toLowerCase().slice(0, 253) : "";
}

/** Everything together ends after ten seconds; what is asked later gets an error that counts as "could not be asked". */
function openResolver(ctx: Context): { resolver: DNSResolver; stop: () => void } {
  const resolver = new Resolver({ timeout: tryMs, tries: 1 });
  if (ctx.config.dnsServers.length > 0) resolver.setServers(ctx.config.dnsServers);
  let questions = 0;
  let isOver = false;
  const limit = setTimeout(() => {
    isOver = true;
    resolver.cancel();
  }, wholeMs);
  return {
    resolver: async (name, type) => {
      questions += 1;
      if (isOver || questions > mostQuestions)
        throw Object.assign(new Error("no more questions for this mail"), { code: "ETIMEOUT" });
      return (await resolver.resolve(name, type)) as string[][] | string[];
    },
    stop: () => clearTimeout(limit),
  };
}
