// What is published for machines: whatever vendors say, the CSAF document passes the validator of Secvisogram (schema and all mandatory tests of CSAF 2.0), and the CVE record holds what its format asks.
import * as mandatoryTests from "@secvisogram/csaf-validator-lib/mandatoryTests.js";
import * as schemaTests from "@secvisogram/csaf-validator-lib/schemaTests.js";
import validate from "@secvisogram/csaf-validator-lib/validate.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readVector, scoresOf, scoreVector } from "../../backend/coordination/disclosure/cvss.ts";
import { toCsaf } from "../../backend/coordination/disclosure/documents/to-csaf.ts";
import { toCveRecord } from "../../backend/coordination/disclosure/documents/to-cve.ts";
import { cellStatuses, disclosureSeverities, justifications } from "../../backend/coordination/disclosure/model.ts";
import type { EditionContent } from "../../backend/coordination/disclosure/views/model.ts";

const words = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .map((text) => text.trim())
  .filter((text) => text.length > 0);
const refs = fc.uniqueArray(fc.constantFrom("https://vendor.example/fix", "https://other.example/a?b=c"), {
  maxLength: 2,
});
const text = fc.record({ title: words, summary: words, body: words });
const metrics = (of: Record<string, string>) =>
  fc
    .record(
      Object.fromEntries(Object.entries(of).map(([name, values]) => [name, fc.constantFrom(...values.split(""))])),
    )
    .map((said) =>
      Object.entries(said)
        .map(([name, value]) => `/${name}:${value}`)
        .join(""),
    );
const vector31 = metrics({
  AV: "NALP",
  AC: "LH",
  PR: "NLH",
  UI: "NR",
  S: "UC",
  C: "NLH",
  I: "NLH",
  A: "NLH",
  E: "XUPFH",
}).map((said) => kept("cvss31", `CVSS:3.1${said}`));
const vector40 = metrics({
  AV: "NALP",
  AC: "LH",
  AT: "NP",
  PR: "NLH",
  UI: "NPA",
  VC: "NLH",
  VI: "NLH",
  VA: "NLH",
  SC: "NLH",
  SI: "NLH",
  SA: "NLH",
  E: "XAPU",
}).map((said) => kept("cvss40", `CVSS:4.0${said}`));
function kept(kind: "cvss31" | "cvss40", typed: string): string {
  const read = readVector(kind, typed);
  if ("wrong" in read) throw new Error(read.wrong);
  return read.vector;
}
const cell = (flaw: number) =>
  fc
    .record({
      status: fc.constantFrom(...cellStatuses),
      why: fc.constantFrom(...justifications),
      versions: fc.oneof(fc.constant(""), words),
      body: fc.oneof(fc.constant(""), words),
      refs,
    })
    .map(({ why, ...said }) => ({ flaw, ...said, justification: said.status === "not_affected" ? why : null }));
const content: fc.Arbitrary<EditionContent> = fc.integer({ min: 1, max: 3 }).chain((flaws) =>
  fc.record({
    severity: fc.constantFrom(...disclosureSeverities),
    texts: fc.oneof(fc.record({ en: text }), fc.record({ fr: text }), fc.record({ fr: text, en: text, mn: text })),
    refs,
    flaws: fc.tuple(
      ...Array.from({ length: flaws }, (_, at) =>
        fc.record({
          ordinal: fc.constant(at + 1),
          title: words,
          description: words,
          cwe: fc.constantFrom("CWE-79", null),
          cveId: fc.constantFrom(`CVE-2026-1000${at}`, null),
          cvss: fc.record({ cvss31: fc.option(vector31), cvss40: fc.option(vector40) }).map(scoresOf),
        }),
      ),
    ),
    vendors: fc.array(
      fc.record({
        name: words,
        product: words,
        cells: fc.tuple(...Array.from({ length: flaws }, (_, at) => cell(at + 1))),
      }),
      { maxLength: 3 },
    ),
    credits: fc.uniqueArray(words, { maxLength: 2 }),
    publisher: fc.constant({ name: "CERT-XD", namespace: "https://cert.example" }),
    cna: fc.constant({ orgId: "6f1c9c5e-1f0a-4f7e-9d5e-0a3c0b1d2e3f", shortName: "cert-xd" }),
  }),
);
const history = [
  { edition: 1, note: "", publishedAt: "2026-03-01T08:00:00.000Z" },
  { edition: 2, note: "A vendor was added.", publishedAt: "2026-03-04T08:00:00.000Z" },
];

test("the CSAF document of whatever was frozen is valid: schema and mandatory tests", async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.integer({ min: 1, max: 2 }), async (frozen, editions) => {
      const document = toCsaf(frozen, { number: "VU-2026-0001", history: history.slice(0, editions) });
      const { isValid, tests } = await validate(
        [...Object.values(schemaTests), ...Object.values(mandatoryTests)],
        document,
      );
      const errors = tests.flatMap(({ name, errors: found }) =>
        found.map((error) => `${name}: ${JSON.stringify(error)}`),
      );
      expect(errors).toEqual([]);
      expect(isValid).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("a CVE record holds what format 5.2 asks, and is made for numbering authorities and flaws with an id alone", () => {
  fc.assert(
    fc.property(content, (frozen) => {
      for (const flaw of frozen.flaws) {
        const named = {
          number: "VU-2026-0001",
          firstPublishedAt: "2026-03-01T08:00:00.000Z",
          publishedAt: "2026-03-04T08:00:00.000Z",
        };
        const record = toCveRecord(frozen, flaw, named);
        expect(toCveRecord({ ...frozen, cna: null }, flaw, named)).toBeUndefined();
        expect(record === undefined).toBe(flaw.cveId === null);
        if (record === undefined) continue;
        // CVE_Record_Format.json: what is required, and the patterns of ids.
        expect(record.dataType).toBe("CVE_RECORD");
        expect(record.dataVersion).toMatch(/^5\.(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))?$/);
        expect(record.cveMetadata).toMatchObject({ cveId: flaw.cveId, state: "PUBLISHED" });
        expect(record.cveMetadata["assignerOrgId"]).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
        );
        const cna = record.containers.cna as Record<
          "descriptions" | "affected" | "references",
          Record<string, unknown>[]
        >;
        expect(Object.keys(cna)).toEqual(
          expect.arrayContaining(["providerMetadata", "descriptions", "affected", "references"]),
        );
        expect(cna.descriptions.some(({ lang }) => lang === "en")).toBe(true);
        expect(cna.affected.length).toBeGreaterThan(0);
        // Each vector with the score that FIRST's schema asks for, under the name of its version.
        const metricsOf = (cna as Record<string, unknown>)["metrics"];
        expect(metricsOf ?? []).toMatchObject(
          flaw.cvss.map(({ version, vector }) => ({
            format: "CVSS",
            [version === "3.1" ? "cvssV3_1" : "cvssV4_0"]: {
              version,
              vectorString: vector,
              baseScore: expect.any(Number),
              baseSeverity: expect.stringMatching(/^(NONE|LOW|MEDIUM|HIGH|CRITICAL)$/),
            },
          })),
        );
        for (const product of cna.affected) {
          expect(product).toMatchObject({ vendor: expect.any(String), product: expect.any(String) });
          expect("versions" in product || "defaultStatus" in product).toBe(true);
        }
        expect(new Set(cna.references.map(({ url }) => url)).size).toBe(cna.references.length);
      }
    }),
    { numRuns: 60 },
  );
});

test("a vector is read metric by metric, and scored as FIRST's own examples are", () => {
  // Examples of FIRST's documents for 3.1 (CVE-2014-0160, CVE-2021-44228) and 4.0 (the same, CVE-2022-41741, CVE-2020-3549).
  for (const [vector, score, severity] of [
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, "high"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10, "critical"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 8.7, "high"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10, "critical"],
    ["CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3, "high"],
    ["CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7, "high"],
  ] as const) {
    const kind = vector.startsWith("CVSS:4") ? "cvss40" : "cvss31";
    expect(readVector(kind, ` ${vector} `)).toEqual({ vector });
    expect(scoreVector(kind, vector)).toMatchObject({ score, severity });
  }
  for (const [typed, wrong] of [
    ["AV:N/AC:L", "Expected a vector of CVSS 3.1 such as CVSS:3.1/"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", "missing: A."],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X", "missing: A."],
    ["CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "“AV” stands twice"],
    ["CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "a value that AV knows; “Q” is none"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:L", "“MAV:L” is none"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:", "a value after “A:”"],
  ])
    expect(readVector("cvss31", typed ?? "")).toEqual({ wrong: expect.stringContaining(wrong ?? "") });
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (typed) => {
      for (const prefix of ["", "CVSS:4.0/"]) {
        const read = readVector("cvss40", prefix + typed);
        expect("wrong" in read ? read.wrong : read.vector).not.toBe("");
      }
    }),
    { numRuns: 200 },
  );
});
