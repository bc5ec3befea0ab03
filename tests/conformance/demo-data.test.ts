// Holds the demonstration's data to what the register and the intake accept, and to being plainly fictional.
import { readFileSync, statSync } from "node:fs";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { Contact, languages, SubmitReport } from "../../backend/intake/model.ts";
import { AddClaim, AddConstituent, AddContact } from "../../backend/registry/model.ts";
import { normaliseClaim } from "../../backend/registry/rules.ts";

const folder = new URL("../../backend/registry/demo/", import.meta.url);
const root = new URL("../../", import.meta.url);

interface DemoClaim {
  kind: "prefix" | "asn" | "domain" | "url_prefix" | "short_code";
  value: string;
  heldFromDaysAgo: number;
  heldUntilDaysAgo: number | null;
  source: string;
  proof: string;
}
interface DemoConstituent {
  key: string;
  areaId: string;
  sector: string;
  classes: string[];
  contacts: Record<string, unknown>[];
  claims: DemoClaim[];
}
interface DemoReport {
  flow: string;
  language: (typeof languages)[number];
  description: string;
  answers?: Record<string, string | string[]>;
  occurredDaysAgo: number;
  contact?: Record<string, string>;
  isAnonymous: boolean;
  onBehalf?: { consent: string; relation: string };
  files?: { name: string; text?: string; base64?: string }[];
  caseState: string;
  severityHint: string;
}
interface Area {
  id: string;
  children?: Area[];
}

const { constituents } = load(readFileSync(new URL("constituents.yml", folder), "utf8")) as {
  constituents: DemoConstituent[];
};
const reports = readFileSync(new URL("reports.ndjson", folder), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as DemoReport);
const country = load(readFileSync(new URL("policies/xd/country.yml", root), "utf8")) as { areas: { root: Area } };
const claims = constituents.flatMap((one) => one.claims.map((claim) => ({ ...claim, holder: one.key })));
const documentation = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+\/\d+$|^2001:db8:/;
/** The classes of the packs of law. */
const classes =
  "public_body government_body operator telecom_operator bank credit_institution payment_institution insurance_intermediary central_counterparty trading_venue ecommerce manufacturer trust_service_provider cryptology_provider critical_infrastructure essential_entity important_entity critical_entity".split(
    " ",
  );

describe("the demonstration's register", () => {
  it("has 60 constituents in 8 sectors, each as the register's form accepts it", () => {
    expect(constituents).toHaveLength(60);
    expect(new Set(constituents.map((one) => one.sector)).size).toBe(8);
    const id = "00000000-0000-4000-8000-000000000000";
    const issues = constituents.flatMap(({ key, contacts, claims: held, ...form }) => [
      ...(AddConstituent.safeParse(form).error?.issues ?? []).map((issue) => ({ key, issue })),
      ...contacts.flatMap((contact) =>
        (AddContact.safeParse({ ...contact, constituentId: id }).error?.issues ?? []).map((issue) => ({ key, issue })),
      ),
      ...held.flatMap(({ heldFromDaysAgo: _from, heldUntilDaysAgo: _until, ...claim }) =>
        (AddClaim.safeParse({ ...claim, constituentId: id }).error?.issues ?? []).map((issue) => ({ key, issue })),
      ),
    ]);
    expect(issues).toEqual([]);
  });

  it("names only areas of the country file and classes of the packs of law", () => {
    const areas = new Set(idsOf(country.areas.root));
    expect(constituents.map((one) => one.areaId).filter((id) => !areas.has(id))).toEqual([]);
    expect(constituents.flatMap((one) => one.classes).filter((name) => !classes.includes(name))).toEqual([]);
  });

  it("claims documentation ranges and names under .example only", () => {
    expect(claims.filter((claim) => "expected" in normaliseClaim(claim.kind, claim.value))).toEqual([]);
    expect(claims.filter(({ kind, value }) => kind === "prefix" && !documentation.test(value))).toEqual([]);
    expect(claims.filter(({ kind, value }) => kind === "domain" && !value.endsWith(".example"))).toEqual([]);
  });

  it("gives no range or name to two holders at once, and some to two holders one after the other", () => {
    const byValue = Map.groupBy(claims, (claim) => `${claim.kind} ${claim.value}`);
    const shared = [...byValue.values()].filter((held) => held.length > 1);
    expect(shared.length).toBeGreaterThan(10);
    for (const held of shared) {
      const [older, newer] = held.toSorted((one, other) => other.heldFromDaysAgo - one.heldFromDaysAgo);
      expect(held).toHaveLength(2);
      expect(older?.heldUntilDaysAgo).toBe(newer?.heldFromDaysAgo);
      expect(older?.holder).not.toBe(newer?.holder);
    }
  });
});

describe("the demonstration's reports", () => {
  it("are 400, none the same as another, in three languages and five flows", () => {
    expect(new Set(reports.map((report) => report.description)).size).toBe(400);
    const count = (language: string) => reports.filter((report) => report.language === language).length;
    expect(languages.map(count)).toEqual([180, 120, 100]);
    expect(new Set(reports.map((report) => report.flow))).toEqual(
      new Set(["citizen", "organisation", "phishing", "mail", "api"]),
    );
    expect(new Set(reports.map((report) => report.caseState))).toEqual(new Set(["none", "open", "waiting", "closed"]));
  });

  it("are accepted by intake, and anonymous ones bring no contact", () => {
    const refused = reports.flatMap((report) => {
      const { language, description, answers, contact, onBehalf } = report;
      const form = {
        language,
        description,
        ...(answers && { answers }),
        ...(contact && { contact }),
        ...(onBehalf && { onBehalfOf: onBehalf }),
      };
      return SubmitReport.safeParse(form).error?.issues ?? [];
    });
    expect(refused).toEqual([]);
    expect(reports.filter((report) => report.isAnonymous === (report.contact !== undefined))).toEqual([]);
    expect(reports.flatMap((report) => Contact.safeParse(report.contact ?? {}).error?.issues ?? [])).toEqual([]);
  });

  it("carry no telephone number or mail address outside the fictional country", () => {
    const text = reports.map((report) => `${report.description} ${JSON.stringify(report.contact ?? {})}`).join("\n");
    const numbers = text.match(/\+\d[\d ]{7,}/g) ?? [];
    expect(numbers.filter((number) => !number.startsWith("+999"))).toEqual([]);
    const mails = text.match(/[\w.-]+@[\w-]+\.[\w.-]+/g) ?? [];
    expect(mails.filter((mail) => !/\.example\.?$/.test(mail))).toEqual([]);
  });

  it("hold files in a good share, each as text or as base64, and stay small", () => {
    const files = reports.flatMap((report) => report.files ?? []);
    expect(files.length).toBeGreaterThan(120);
    expect(files.filter((file) => (file.text === undefined) === (file.base64 === undefined))).toEqual([]);
    for (const file of files.filter(({ base64 }) => base64 !== undefined))
      expect(Buffer.from(file.base64!, "base64").toString("base64")).toBe(file.base64);
    expect(statSync(new URL("reports.ndjson", folder)).size).toBeLessThan(2_000_000);
  });
});

function idsOf(area: Area): string[] {
  return [area.id, ...(area.children ?? []).flatMap(idsOf)];
}
