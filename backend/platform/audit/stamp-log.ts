// The second anchor: an RFC 3161 time-stamping authority stamps the newest publication; `openssl ts -verify` checks it without us.
import { createHash, randomBytes } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { MessageImprint, PKIStatus, TimeStampReq, TimeStampResp, TSTInfo } from "@peculiar/asn1-tsp";
import { SignedData } from "@peculiar/asn1-cms";
import { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { readOnly, withTransaction } from "../db/index.ts";
import { raiseAlarm } from "./raise-alarm.ts";
import { readNewest } from "./publish-log.ts";

const sha256Oid = "2.16.840.1.101.3.4.2.1";
const waitMs = 20_000;
const mostBytes = 100_000;

/** Returns whether a stamp was added. Without TSA_URL, or where the newest publication has one, nothing is done. */
export async function stampLog(ctx: Context): Promise<boolean> {
  const { tsaUrl } = ctx.config;
  const newest = await readOnly(ctx, async (tx) => await readNewest(tx, true), "system");
  if (tsaUrl === undefined || !newest || newest.timestampAnswer !== null) return false;
  let answer: Buffer | undefined;
  let fault = "";
  try {
    answer = await askAuthority(tsaUrl, Buffer.from(newest.note));
  } catch (error) {
    const { message, cause } = error as { message?: string; cause?: { code?: string } };
    fault = String(cause?.code ?? message ?? error).slice(0, 200);
  }
  await withTransaction(
    ctx,
    async (tx) => {
      if (answer)
        await tx.execute(sql`update log_publications set timestamp_answer = ${answer}, stamped_at = ${ctx.now().toISOString()}::timestamptz
          where size = ${newest.size} and note = ${newest.note}`);
      else
        await raiseAlarm(tx, ctx, {
          kind: "late",
          key: `stamp:${newest.at.slice(0, 10)}`,
          detail: { what: "time_stamp", says: fault, size: newest.size },
        });
    },
    "system",
  );
  return answer !== undefined;
}

/** The authority's whole answer. @throws when it refuses, or stamps something else than asked. */
export async function askAuthority(url: string, content: Buffer): Promise<Buffer> {
  const nonce = randomBytes(16);
  // A DER integer: positive and without a leading zero byte that could be left out.
  nonce.writeUInt8((nonce.readUInt8(0) & 0x7f) | 0x40, 0);
  const imprint = createHash("sha256").update(content).digest();
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: sha256Oid, parameters: null }),
      hashedMessage: new OctetString(imprint),
    }),
    nonce: toArrayBuffer(nonce),
    certReq: true,
  });
  const response = await fetch(url, {
    method: "POST",
    body: AsnConvert.serialize(request),
    headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
    redirect: "error",
    signal: AbortSignal.timeout(waitMs),
  });
  if (!response.ok) throw new Error(`the authority answered ${response.status}`);
  const answer = Buffer.from(await response.arrayBuffer());
  if (answer.length > mostBytes) throw new Error("the authority's answer is too long");
  checkAnswer(answer, imprint, nonce);
  return answer;
}

function checkAnswer(answer: Buffer, imprint: Buffer, nonce: Buffer): void {
  const { status, timeStampToken } = AsnConvert.parse(toArrayBuffer(answer), TimeStampResp);
  if ((status.status !== PKIStatus.granted && status.status !== PKIStatus.grantedWithMods) || !timeStampToken)
    throw new Error(`the authority did not grant a stamp (status ${status.status})`);
  const signed = AsnConvert.parse(timeStampToken.content, SignedData);
  const content = signed.encapContentInfo.eContent?.single;
  if (!content) throw new Error("the authority's token is empty");
  const info = AsnConvert.parse(content.buffer, TSTInfo);
  const isOurs =
    Buffer.from(info.messageImprint.hashedMessage.buffer).equals(imprint) &&
    info.messageImprint.hashAlgorithm.algorithm === sha256Oid &&
    info.nonce !== undefined &&
    Buffer.from(info.nonce).equals(nonce);
  if (!isOurs) throw new Error("the authority stamped something else than it was asked to");
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
