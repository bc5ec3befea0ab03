// What the team says of itself: from the country file at first, then in versions that stay; on the portal, as RFC 2350 text and security.txt with the team's signature.
import { readCleartextMessage, readKey, verify } from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { makeTeamKey } from "../../../backend/coordination/openpgp/team-keys.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { createApi } from "../../../backend/api.ts";
import { readTeamDescriptionAtDesk, saveTeamDescription } from "../../../backend/registry/team/keep-description.ts";
import { noTexts, type SaveTeamDescription } from "../../../backend/registry/team/model.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let administrator: Context;
let analyst: Context;
let read: (path: string, language?: string) => Promise<Response>;

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  administrator = world.context(await addPerson(world, cert, "administrator", "Fatou"));
  analyst = world.context(await addPerson(world, cert, "analyst", "Bold"));
  const portal = createApi(world.services);
  read = async (path, language = "en") =>
    await portal.fetch(new Request(`http://localhost:8080${path}`, { headers: { "accept-language": language } }), {
      incoming: { socket: { remoteAddress: "127.0.0.1" } },
    });
});

const facts = {
  name: "National Response Team of Kénédou",
  shortName: "CERT-XD",
  address: "1, rue du Fleuve\nKénédou",
  timeZone: "Africa/Bamako",
  telephone: "+223 20 00 00 00",
  emergencyTelephone: "+223 20 00 00 01",
  email: "cert@cert-xd.example",
  hours: "Monday to Friday, 8:00 to 17:00",
  establishedOn: "2024-03-01",
};
const write = (version: number, change: Partial<typeof facts> = {}): SaveTeamDescription => ({
  version,
  facts: { ...facts, ...change },
  texts: {
    fr: { ...noTexts, mission: "Recevoir les signalements <b>de tous</b>." },
    en: { ...noTexts, cooperation: `We pass on what you allow. ${"Word ".repeat(60)}` },
    mn: noTexts,
  },
});

/** The text that was signed. @throws when the signature is not the team's. */
async function opened(text: string): Promise<string> {
  const key = await readKey({ armoredKey: await (await read("/team-key.asc")).text() });
  const message = await readCleartextMessage({ cleartextMessage: text });
  const { signatures } = await verify({ message, verificationKeys: key });
  await signatures[0]!.verified;
  return message.getText();
}

test("before anything is written the country file speaks, and nothing is signed", async () => {
  expect((await read("/team-key.asc")).status).toBe(404);
  // Who has said nothing and published nothing is no provider of documents yet.
  expect((await read("/.well-known/csaf/provider-metadata.json")).status).toBe(404);
  const page = await (await read("/team")).text();
  expect(page).toContain("CERT-XD");
  expect(page).toContain("the country file says");
  const text = await (await read("/rfc2350.txt")).text();
  expect(text).toContain("not signed");
  expect(text).toContain("3.2 Constituency\n    Citizens of");
  expect(await (await read("/.well-known/security.txt")).text()).toMatch(/^Contact: /);
});

test("only who may change settings writes it, wrong fields are named, and a version is never written over", async () => {
  await expect(saveTeamDescription(analyst, write(0))).rejects.toMatchObject({ code: "forbidden" });
  const wrong = saveTeamDescription(administrator, write(0, { timeZone: "Bamako", email: "nobody" }));
  await expect(wrong).rejects.toMatchObject({
    issues: [{ path: ["facts", "timeZone"] }, { path: ["facts", "email"] }],
  });
  expect(await saveTeamDescription(administrator, write(0))).toEqual({ version: 1 });
  await expect(saveTeamDescription(administrator, write(0))).rejects.toMatchObject({ code: "conflict" });
  const both = [write(1, { hours: "Always" }), write(1, { hours: "Never" })];
  const ended = await Promise.allSettled(both.map(async (one) => await saveTeamDescription(administrator, one)));
  expect(ended.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await readTeamDescriptionAtDesk(administrator)).toMatchObject({ version: 2, writtenBy: "Fatou" });
  await withTransaction(administrator, async (tx) => {
    await tx.execute("update team_descriptions set version = 9 where version = 1");
    await tx.execute("delete from team_descriptions where version = 1");
  });
  const [first] = await world.owner`select facts from team_descriptions where version = 1`;
  expect(first).toMatchObject({ facts });
});

test("the public reads it in its language, a text of another one is said to be so, and what was typed stays text", async () => {
  const french = await (await read("/team", "fr")).text();
  expect(french).toContain('<p class="told" lang="fr">Recevoir les signalements &lt;b&gt;de tous&lt;/b&gt;.</p>');
  const english = await (await read("/team")).text();
  expect(english).toContain("not there in your language");
  expect(english).toContain('href="tel:+22320000000"');
  expect(english).not.toContain("Fatou");
});

test("with a key the text and security.txt bear its signature, and lines stay short", async () => {
  await makeTeamKey(world.context({ kind: "system", job: "test" }), { name: "CERT-XD", months: 24 });
  const text = await (await read("/rfc2350.txt")).text();
  const inside = await opened(text);
  expect(inside).toContain("1.1 Date of last update\n    ");
  expect(inside).toContain(
    "4.2 Co-operation, interaction and disclosure of information\n    We pass on what you allow.",
  );
  expect(inside).toContain("http://localhost:8080/team-key.asc");
  for (const line of inside.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  await expect(opened(text.replace("CERT-XD", "CERT-XX"))).rejects.toThrow(/signature|digest/i);
  const security = await opened(await (await read("/.well-known/security.txt")).text());
  expect(security).toContain("Contact: mailto:cert@cert-xd.example\n");
  expect(security).toContain("Encryption: http://localhost:8080/team-key.asc\n");
  expect(security).toContain("CSAF: http://localhost:8080/.well-known/csaf/provider-metadata.json\n");
  const again = await (await read("/.well-known/security.txt")).text();
  expect(again).toBe(await (await read("/.well-known/security.txt")).text());
});
