// Delegated files of the address registries: looked at, taken, kept with their hash, held against claims.
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import type { Context } from "../../../backend/platform/context/index.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { checkProof } from "../../../backend/registry/claims/check-proof.ts";
import { importDelegated } from "../../../backend/registry/claims/delegated/import-delegated.ts";
import { linkHolder, unlinkHolder } from "../../../backend/registry/claims/delegated/link-holder.ts";
import { readDelegatedPage } from "../../../backend/registry/claims/delegated/read-delegated-page.ts";
import { readClaim } from "../../../backend/registry/claims/read-claim.ts";
import { addHolder, type Holder, propose } from "../../support/claims-world.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let awa: Context;
let bank: Holder;
let other: Holder;

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  awa = world.context(await addPerson(world, cert, "senior", "Awa"));
  bank = await addHolder(world, "Bank");
  other = await addHolder(world, "Other");
});

const refused = (code: string, path?: string) =>
  expect.objectContaining({
    code,
    ...(path ? { fields: expect.arrayContaining([expect.objectContaining({ path })]) as unknown } : {}),
  });
const fileOf = (serial: string, ...lines: string[]) =>
  Buffer.from(
    [`2.3|afrinic|${serial}|${lines.length}|19930101|20260301|+0000`, ...lines.map((line) => `afrinic|${line}`)].join(
      "\n",
    ),
  );
const first = [
  "XD|ipv4|203.0.113.0|192|20190307|assigned|ACC1",
  "XD|ipv6|2001:db8:20::|48|20190307|allocated|ACC1",
  "XD|asn|64496|1|20190307|allocated|ACC1",
  "XD|ipv4|198.51.100.0|256|20200101|allocated|ACC2",
  "ZZ|ipv4|192.0.2.0|256||available",
];

test("a file is looked at without being taken, then taken, kept as it came, and not taken twice", async () => {
  const bytes = fileOf("20260301", ...first);
  const looked = await importDelegated(awa, { name: "delegated.txt", bytes, isLook: true });
  expect(looked).toMatchObject({
    registry: "afrinic",
    records: 5,
    accounts: 2,
    new: 6,
    gone: 0,
    moved: 0,
    isTaken: false,
  });
  expect((await readDelegatedPage(awa)).files).toEqual([]);
  const taken = await importDelegated(awa, { name: "delegated.txt", bytes, isLook: false });
  expect(taken).toMatchObject({ isTaken: true, sha256: looked.sha256 });
  const [kept] = await world.owner<{ packed: Buffer }[]>`select packed from delegated_files`;
  expect(gunzipSync(kept?.packed ?? Buffer.alloc(0)).equals(bytes)).toBe(true);
  await expect(importDelegated(awa, { name: "again.txt", bytes, isLook: false })).rejects.toEqual(refused("conflict"));
  await expect(importDelegated(awa, { name: "x", bytes: Buffer.from("hello"), isLook: true })).rejects.toEqual(
    refused("invalid_input", "line 1"),
  );
  await expect(importDelegated(bank.ctx, { name: "x", bytes, isLook: true })).rejects.toEqual(refused("forbidden"));
});

test("a claim in an account that nobody was said to be is not proven and says why; once an officer says whose it is, it is, with the file as its source", async () => {
  const proposed = await propose(bank, { kind: "prefix", value: "203.0.113.0/25", proof: "rir" });
  expect(await checkProof(bank.ctx, { claimId: proposed })).toMatchObject({
    isProven: false,
    missing: { problem: "not_linked" },
  });
  const entered = await addClaim(awa, {
    constituentId: bank.id,
    kind: "asn",
    value: "AS64496",
    source: "telephone",
    proof: "officer",
  });
  expect((await readDelegatedPage(awa)).suggestions).toEqual([
    { registry: "afrinic", opaqueId: "ACC1", constituentId: bank.id, name: "Bank", claims: 1, records: 3 },
  ]);
  const link = { registry: "afrinic", opaqueId: "ACC1", constituentId: bank.id };
  await expect(linkHolder(awa, { ...link, opaqueId: "NONE" })).rejects.toEqual(refused("invalid_input", "opaqueId"));
  expect(await linkHolder(awa, link)).toMatchObject({ proven: 2 });
  await expect(linkHolder(awa, { ...link, constituentId: other.id })).rejects.toEqual(refused("conflict"));
  for (const id of [proposed, entered.id])
    expect(await readClaim(awa, id)).toMatchObject({
      state: "active",
      proof: "rir",
      source: "afrinic 20260301, account ACC1",
      provenAt: expect.any(String) as string,
    });
  const { unclaimed, links, suggestions } = await readDelegatedPage(awa);
  expect(suggestions).toEqual([]);
  expect(links).toMatchObject([{ opaqueId: "ACC1", name: "Bank", records: 3 }]);
  expect(unclaimed.map(({ value }) => value)).toEqual(["203.0.113.128/26", "2001:db8:20::/48"]);
});

test("claims that the files contradict are listed: on what is another's account, and on what was given to nobody", async () => {
  const theirs = await addClaim(awa, {
    constituentId: other.id,
    kind: "prefix",
    value: "203.0.113.128/28",
    source: "x",
    proof: "officer",
  });
  const nobodys = await addClaim(awa, {
    constituentId: other.id,
    kind: "prefix",
    value: "192.0.2.0/25",
    source: "x",
    proof: "officer",
  });
  expect((await readDelegatedPage(awa)).disagreements).toMatchObject([
    { claimId: nobodys.id, status: "available", opaqueId: null, otherName: null },
    { claimId: theirs.id, status: "assigned", opaqueId: "ACC1", otherName: "Bank" },
  ]);
  expect((await readClaim(awa, theirs.id)).delegation).toMatchObject({ isOwn: false, problem: "other_account" });
  const outside = await propose(other, { kind: "prefix", value: "100.64.0.0/24", proof: "rir" });
  expect(await checkProof(other.ctx, { claimId: outside })).toMatchObject({ missing: { problem: "no_record_file" } });
});

test("the next file takes the place of the first: what moved, went and came is told, and the first stays as evidence", async () => {
  const lines = [
    ...first.slice(0, 2),
    "XD|ipv4|198.51.100.0|256|20200101|allocated|ACC9",
    "XD|asn|64501|1|20260101|allocated|ACC2",
  ];
  const answer = await importDelegated(awa, { name: "next.txt", bytes: fileOf("20260401", ...lines), isLook: false });
  expect(answer).toMatchObject({ new: 1, gone: 2, moved: 1, isTaken: true });
  expect(answer.changes[0]).toMatchObject({ what: "moved", value: "198.51.100.0/24", from: "ACC2", to: "ACC9" });
  const { files, links } = await readDelegatedPage(awa);
  expect(files.map(({ serial, isCurrent }) => [serial, isCurrent])).toEqual([
    ["20260401", true],
    ["20260301", false],
  ]);
  await unlinkHolder(awa, links[0]?.id ?? "");
  await expect(unlinkHolder(awa, links[0]?.id ?? "")).rejects.toEqual(refused("not_found"));
});

test("a file of many thousand ranges is taken in one go, and a claim finds its record among them", async () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, index) => `XD|ipv4|10.${index >> 8}.${index & 255}.0|256|20200101|allocated|A${index % 500}`,
  );
  const answer = await importDelegated(awa, { name: "many.txt", bytes: fileOf("20260501", ...lines), isLook: false });
  expect(answer).toMatchObject({ records: 20_000, accounts: 500 });
  await linkHolder(awa, { registry: "afrinic", opaqueId: "A300", constituentId: bank.id });
  const id = await propose(bank, { kind: "prefix", value: "10.1.44.0/26", proof: "rir" });
  expect(await checkProof(bank.ctx, { claimId: id })).toMatchObject({ isProven: true });
}, 60_000);
