// The shipped packs of law: what the programme names is there, lint is clean, every vector holds, and each says how far it was checked.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  findPackFiles,
  lintPacks,
  listPackIds,
  loadLawWorld,
  loadPack,
  loadVocabulary,
  Pack,
  parsePackFile,
  policiesFolder,
  readVectors,
  runVector,
  verificationStatuses,
} from "../../backend/compliance/law/index.ts";
import { readCatalogue, wordsLanguages } from "../../backend/platform/words/index.ts";

const named =
  `ml.data-protection ml.e-transactions ml.cryptology ml.cybercrime mn.personal-data mn.cyber-security mn.e-signature mn.public-information
  mn.usof au.malabo ecowas.personal-data ecowas.e-transactions ecowas.cybercrime eu.gdpr eu.nis2 eu.eidas eu.dora eu.cer eu.cra cn.incidents-2025 cn.pipl cn.dsl
  bj.digital-code ke.data-protection ng.data-protection rw.data-protection ci.data-protection gh.data-protection gh.cybersecurity ma.data-protection ma.cybersecurity`.split(
    /\s+/,
  );
const stages: Record<string, string[]> = {
  "ml.data-protection": ["authority"],
  "mn.personal-data": ["people", "yearly_record"],
  "mn.cyber-security": ["centre", "risk_assessment", "audit"],
  "mn.usof": ["contribution"],
  "eu.gdpr": ["authority", "people", "controller"],
  "eu.nis2": ["early_warning", "notification", "final"],
  "eu.dora": ["initial", "intermediate", "final"],
  "eu.cer": ["initial", "detailed"],
  "eu.cra": ["early_warning", "notification", "final"],
  "cn.incidents-2025": ["report", "escalation", "final"],
  "ke.data-protection": ["authority", "people", "controller"],
  "ng.data-protection": ["authority", "people", "audit_return"],
  "rw.data-protection": ["notice", "report", "people", "registration_certificate"],
  "ma.cybersecurity": ["report"],
  "gh.cybersecurity": ["report"],
};
const world = loadLawWorld();
const packs = findPackFiles(policiesFolder).map((file) => ({ file, ...parsePackFile(file) }));

describe("the packs of law", () => {
  it("are all there, under their fixed names", () => {
    expect(listPackIds()).toEqual(named.toSorted((a, b) => a.localeCompare(b)));
  });

  it.each(Object.entries(stages))("%s has its stages", (id, expected) => {
    const own = loadPack(id).pack.obligations.map((it) => it.stage);
    expect(own).toEqual(expect.arrayContaining(expected));
  });

  it("pass the linter, published hashes included", () => {
    expect(lintPacks(policiesFolder).findings).toEqual([]);
  });

  it("stand in the lock with the hash they have", () => {
    const lock: unknown = JSON.parse(readFileSync(join(policiesFolder, "packs.lock.json"), "utf8"));
    expect(lock).toEqual(Object.fromEntries(packs.map(({ pin }) => [`${pin.id}@${pin.version}`, pin.sha256])));
  });

  it.each(packs.map((it) => [it.pin.id, it] as const))("%s answers every vector", (_id, { file, pack, pin }) => {
    const vectors = readVectors(file.folder, `${pin.id}@${pin.version}`);
    const wrong = vectors.flatMap((vector) => runVector(pack, vector, world).map((line) => `${vector.id}: ${line}`));
    expect(wrong).toEqual([]);
    expect(vectors.length).toBeGreaterThanOrEqual(3);
  });

  it("have 250 vectors or more, each under a name of its own", () => {
    const ids = packs.flatMap(({ file, pin }) =>
      readVectors(file.folder, `${pin.id}@${pin.version}`).map((it) => `${pin.id} ${it.id}`),
    );
    expect(ids.length).toBeGreaterThanOrEqual(250);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("would fail their vectors if a clock were another", () => {
    const { file, pack, pin } = packs.find((it) => it.pin.id === "eu.dora") ?? packs[0]!;
    const changed = structuredClone(pack);
    for (const it of changed.obligations) if (it.clock.kind === "duration") delete it.clock.roll;
    const failing = readVectors(file.folder, `${pin.id}@${pin.version}`).filter(
      (it) => runVector(changed, it, world).length > 0,
    );
    expect(failing.length).toBeGreaterThan(10);
  });

  it("say of every provision how far it was checked, and call nothing verified that no person checked", () => {
    for (const { pack } of packs)
      for (const provision of pack.provisions) {
        expect(verificationStatuses).toContain(provision.verification.status);
        expect(provision.verification.status).not.toBe("verified");
      }
  });

  it("hold quotes in the original language only, and only where the text was captured", () => {
    const quoted = packs.flatMap(({ pack }) => pack.provisions.filter((it) => it.quote !== null));
    expect(quoted.length).toBeGreaterThan(20);
    for (const provision of quoted) expect(provision.verification.status).toBe("primary");
  });

  it("never set 72 hours for Mali's data protection, nor an hour for Mongolia's centre", () => {
    const clocks = (id: string) => loadPack(id).pack.obligations.map((it) => it.clock);
    for (const clock of clocks("ml.data-protection")) expect(clock.kind).not.toBe("duration");
    expect(loadPack("mn.cyber-security").pack.obligations.find((it) => it.stage === "centre")?.clock.kind).toBe(
      "immediate",
    );
  });

  it("show each field of the report-once form to addressees of the shared list only", () => {
    const addressees = loadVocabulary("addressees");
    const fields = loadVocabulary("fields");
    for (const { pack } of packs)
      for (const field of pack.fields) {
        expect(fields.has(field.id)).toBe(true);
        for (const name of field.discloseTo) expect(addressees.has(name)).toBe(true);
      }
  });

  it("have words for every reason in the three languages", () => {
    const codes = new Set(
      packs.flatMap(({ file, pin }) =>
        readVectors(file.folder, `${pin.id}@${pin.version}`).flatMap((it) =>
          Object.values(it.expect).flatMap((one) => one?.reasons ?? []),
        ),
      ),
    );
    for (const language of wordsLanguages)
      for (const code of codes) expect(readCatalogue(language)).toHaveProperty([`law.why_${code}`]);
  });

  it("follow the published schema", async () => {
    const schema = { title: "A pack of law", ...z.toJSONSchema(Pack, { io: "input", unrepresentable: "any" }) };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot("../../policies/schema/pack.schema.json");
  });
});

describe("article 5 of Delegated Regulation (EU) 2025/301", () => {
  const vectors = packs
    .filter((it) => it.pin.id === "eu.dora")
    .flatMap(({ file }) => readVectors(file.folder, "eu.dora@1.0.0"));
  it.each([
    ["5(1)(a) four hours", "four-hours"],
    ["5(1)(a) capped at 24 hours", "capped-at-24-hours"],
    ["5(1)(b) 72 hours", "seventy-two-hours"],
    ["5(1)(c) one month", "one-month"],
    ["5(1)(c) the latest update", "from-the-latest-update"],
    ["5(2) late classification", "classified-a-second-later"],
    ["5(4) weekend", "published-example"],
    ["5(4) bank holiday", "stated-bank-holiday"],
    ["5(5) credit institutions", "no-deferral-credit-institution"],
    ["5(5) central counterparties", "no-deferral-central-counterparty"],
    ["5(5) trading venues", "no-deferral-trading-venue"],
    ["5(5) essential entities", "no-deferral-essential-entity"],
    ["5(5) important entities", "no-deferral-important-entity"],
    ["5(5) leaves the final report", "defers-credit-institution"],
    ["5(6) a decision", "decision-before"],
    ["5(6) only for incidents reported after it", "decision-after-report"],
    ["5(6) leaves the final report", "decision-leaves-final"],
  ])("has a vector of %s", (_what, name) => {
    expect(vectors.some((it) => it.id.endsWith(`/${name}`))).toBe(true);
  });
});
