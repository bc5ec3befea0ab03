// A really signed mail is told from a forged one and from one whose body was changed, against a name server of its own.
import { generateKeyPairSync } from "node:crypto";
import { Readable } from "node:stream";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NameServer, startNameServer } from "../../../tests/support/name-server.ts";
import type { Context } from "../../platform/context/index.ts";
import { silentLog } from "../../platform/log/index.ts";
import { checkMail } from "./check-mail.ts";
import { judgeChecks } from "./model.ts";

let names: NameServer;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

beforeAll(async () => {
  names = await startNameServer();
  const key = publicKey.export({ type: "spki", format: "der" }).toString("base64");
  names.txt.set("s1._domainkey.isp.example", [`v=DKIM1; k=rsa; p=${key}`]);
  names.txt.set("_dmarc.isp.example", ["v=DMARC1; p=reject"]);
  names.txt.set("isp.example", ["v=spf1 ip4:192.0.2.25 -all"]);
});
afterAll(async () => await names.stop());

const contextWith = (mailChecks: "no" | "signatures" | "all"): Context =>
  ({
    config: { mailChecks, dnsServers: [names.address], publicUrl: "https://cert.example" },
    log: silentLog,
  }) as unknown as Context;

const plain = (from = "soc@isp.example") =>
  `From: ${from}\r\nTo: cert@cert.example\r\nSubject: Ticket 7\r\nDate: Mon, 04 May 2026 08:00:00 +0000\r\nMessage-ID: <a@isp.example>\r\n\r\nThe server is clean.\r\n`;
async function sign(mail: string, domain = "isp.example"): Promise<string> {
  const { signatures } = await dkimSign(mail, {
    canonicalization: "relaxed/relaxed",
    signingDomain: domain,
    selector: "s1",
    privateKey: pem,
    signatureData: [{ signingDomain: domain, selector: "s1", privateKey: pem }],
  });
  return `${signatures}${mail}`;
}
const check = async (mail: string, mode: "signatures" | "all" = "signatures", address = "192.0.2.25") =>
  await checkMail(contextWith(mode), Readable.from([Buffer.from(mail)]), {
    connectingAddress: address,
    helo: "mx.isp.example",
    envelopeFrom: "soc@isp.example",
  });

describe("who sent a mail", () => {
  test("a signed mail is vouched for by its domain; a changed body and a forged sender are not", async () => {
    const signed = await sign(plain());
    const good = await check(signed);
    expect(good).toMatchObject({
      spf: null,
      dkim: [{ result: "pass", domain: "isp.example", selector: "s1", isAligned: true }],
      dmarc: { result: "pass", policy: "reject" },
    });
    expect(good && judgeChecks(good)).toBe("vouched");
    const broken = await check(signed.replace("is clean", "is lost"));
    expect(broken).toMatchObject({ dkim: [{ result: "fail" }], dmarc: { result: "fail" } });
    expect(broken && judgeChecks(broken)).toBe("forged");
    const unsigned = await check(plain());
    expect(unsigned && judgeChecks(unsigned)).toBe("forged");
    const nobody = await check(plain("a@nowhere.example"));
    expect(nobody && judgeChecks(nobody)).toBe("unproven");
    const other = await check(await sign(plain("a@nowhere.example")));
    expect(other && judgeChecks(other)).toBe("signed");
  });

  test("SPF is asked of the connecting machine alone where the operator says that it is the sender's", async () => {
    expect(await check(plain(), "all")).toMatchObject({ spf: { result: "pass" }, dmarc: { result: "pass" } });
    expect(await check(plain(), "all", "192.0.2.99")).toMatchObject({
      spf: { result: "fail" },
      dmarc: { result: "fail" },
    });
  });

  test("switched off nobody is asked; name servers that do not answer cost ten seconds at most and say so", async () => {
    const before = names.asked.length;
    const off = await checkMail(contextWith("no"), Readable.from([plain()]), {
      connectingAddress: null,
      helo: null,
      envelopeFrom: "",
    });
    expect(off).toBeUndefined();
    expect(names.asked.length).toBe(before);
    names.broken.add("s1._domainkey.slow.example");
    const unanswered = await check(await sign(plain("a@slow.example"), "slow.example"));
    expect(unanswered?.dkim[0]?.result).toBe("temperror");
    expect(unanswered && judgeChecks(unanswered)).toBe("unanswered");
  });

  test("whatever stands in a mail, checking it ends and throws nothing", async () => {
    for (const mail of [
      "",
      "\0\0\r\n\r\n",
      "DKIM-Signature: v=1; d=; s=;\r\n\r\n",
      `From: ${"a".repeat(5000)}\r\n\r\nx`,
    ])
      await expect(check(mail)).resolves.not.toThrow();
  });
});
