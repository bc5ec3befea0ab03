// One flaw of a published version as a CVE record 5.2 (CVEProject/cve-schema, CVE_Record_Format.json): the whole record, whose container "cna" is what a numbering authority submits. Pure.
import { cvssFields } from "../cvss.ts";
import type { EditionContent } from "../views/model.ts";

type Flaw = EditionContent["flaws"][number];

export interface CveRecord {
  dataType: "CVE_RECORD";
  dataVersion: "5.2";
  cveMetadata: Record<string, string>;
  containers: { cna: Record<string, unknown> };
}

const statuses = {
  affected: "affected",
  not_affected: "unaffected",
  under_investigation: "unknown",
  fixed: "unaffected",
  unknown: "unknown",
} as const;

/** Undefined without an id, or where the team is no numbering authority: who it is belongs in the record. */
export function toCveRecord(
  content: EditionContent,
  flaw: Flaw,
  named: { number: string; firstPublishedAt: string; publishedAt: string },
): CveRecord | undefined {
  const { cna } = content;
  if (flaw.cveId === null || cna === null) return undefined;
  const affected = content.vendors.flatMap((vendor) =>
    vendor.cells
      .filter((cell) => cell.flaw === flaw.ordinal)
      .map((cell) => ({
        vendor: vendor.name,
        product: vendor.product,
        // A range in the vendor's own words is no version of a scheme: it is given as it is said, and the rest is not claimed.
        ...(cell.versions === ""
          ? { defaultStatus: statuses[cell.status] }
          : { defaultStatus: "unknown", versions: [{ version: cell.versions, status: statuses[cell.status] }] }),
      })),
  );
  const references = [
    `${content.publisher.namespace}/advisories/${named.number}`,
    ...content.refs,
    ...content.vendors.flatMap((vendor) =>
      vendor.cells.filter((cell) => cell.flaw === flaw.ordinal).flatMap(({ refs }) => refs),
    ),
  ];
  return {
    dataType: "CVE_RECORD",
    dataVersion: "5.2",
    cveMetadata: {
      cveId: flaw.cveId,
      assignerOrgId: cna.orgId,
      assignerShortName: cna.shortName,
      state: "PUBLISHED",
      datePublished: named.firstPublishedAt,
      dateUpdated: named.publishedAt,
    },
    containers: {
      cna: {
        providerMetadata: { orgId: cna.orgId, shortName: cna.shortName, dateUpdated: named.publishedAt },
        title: flaw.title,
        // The schema wants one in English: flaws are described in English at the desk.
        descriptions: [{ lang: "en", value: flaw.description.slice(0, 4096) }],
        affected: affected.length > 0 ? affected : [{ vendor: "n/a", product: "n/a", defaultStatus: "unknown" }],
        references: [...new Set(references)].map((url) => ({ url })),
        ...(flaw.cvss.length === 0
          ? {}
          : {
              metrics: flaw.cvss.map((one) => ({
                format: "CVSS",
                [one.version === "3.1" ? "cvssV3_1" : "cvssV4_0"]: cvssFields(one),
              })),
            }),
        ...(flaw.cwe === null
          ? {}
          : {
              problemTypes: [{ descriptions: [{ lang: "en", description: flaw.cwe, cweId: flaw.cwe, type: "CWE" }] }],
            }),
        ...(content.credits.length > 0
          ? { credits: content.credits.map((value) => ({ lang: "en", value, type: "finder" })) }
          : {}),
      },
    },
  };
}
