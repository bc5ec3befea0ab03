// One published version as a CSAF 2.0 document (OASIS Standard, 18 November 2022), of the kind "csaf_security_advisory" (§4.4), or "csaf_base" where no vendor's word is known of a flaw. Pure.
import { type DisclosureLanguage, disclosureLanguages } from "../model.ts";
import { cvssFields } from "../cvss.ts";
import type { EditionContent } from "../views/model.ts";

interface Named {
  number: string;
  history: readonly { edition: number; note: string; publishedAt: string }[];
}
type Json = { [key: string]: Json | Json[] | string | string[] | number | undefined };

/** §3.2.3.9: where each status stands; unknown has no place there. */
const groups = {
  affected: "known_affected",
  not_affected: "known_not_affected",
  under_investigation: "under_investigation",
  fixed: "fixed",
  unknown: undefined,
} as const;

/** @returns the document as JSON; the same content and history always give the same. */
export function toCsaf(content: EditionContent, { number, history }: Named): Json {
  // Flaws are described in English: so is the document, where it can be.
  const language = (["en", "fr", "mn"] as const).find((one) => content.texts[one] !== undefined) ?? "en";
  const text = content.texts[language];
  const first = history[0]?.publishedAt ?? "";
  const newest = history.at(-1);
  // An id for each vendor's product in the versions that it speaks of: one product may be affected in some and fixed in others.
  const products = content.vendors.map((vendor, at) => ({
    vendor,
    ids: vendor.cells.map(
      (_, cell) => `CSAFPID-${String(at + 1).padStart(4, "0")}-${String(cell + 1).padStart(2, "0")}`,
    ),
  }));
  const isKnown = (ordinal: number): boolean =>
    content.vendors.some(({ cells }) => cells.some(({ flaw, status }) => flaw === ordinal && status !== "unknown"));
  const hasStatus = content.vendors.some(({ cells }) => cells.some(({ status }) => status !== "unknown"));
  const self = `${content.publisher.namespace}/csaf/${first.slice(0, 4)}/${number.toLowerCase()}.json`;
  return {
    document: {
      // A security advisory says of each flaw which products are concerned (§4.4, test 6.1.27.6).
      category: content.flaws.every(({ ordinal }) => isKnown(ordinal)) ? "csaf_security_advisory" : "csaf_base",
      csaf_version: "2.0",
      ...(content.credits.length > 0 ? { acknowledgments: content.credits.map((name) => ({ names: [name] })) } : {}),
      aggregate_severity: { text: content.severity },
      distribution: { tlp: { label: "WHITE", url: "https://www.first.org/tlp/" } },
      lang: language,
      notes: [
        { category: "summary", text: text?.summary ?? "", title: text?.title ?? number },
        { category: "general", text: text?.body ?? "" },
        ...otherTexts(content, language),
      ],
      publisher: { category: "coordinator", name: content.publisher.name, namespace: content.publisher.namespace },
      references: [
        { category: "self", summary: number, url: self },
        ...content.refs.map((url) => ({ category: "external", summary: url, url })),
      ],
      title: text?.title ?? number,
      tracking: {
        current_release_date: newest?.publishedAt ?? first,
        id: number,
        initial_release_date: first,
        revision_history: history.map(({ edition, note, publishedAt }) => ({
          date: publishedAt,
          number: String(edition),
          summary: note === "" ? (edition === 1 ? "Published." : "Revised.") : note,
        })),
        status: "final",
        version: String(newest?.edition ?? 1),
      },
    },
    ...(hasStatus ? { product_tree: { branches: products.flatMap(({ vendor, ids }) => branchOf(vendor, ids)) } } : {}),
    vulnerabilities: content.flaws.map((flaw) => vulnerabilityOf(content, flaw, products)),
  };
}

function otherTexts(content: EditionContent, language: DisclosureLanguage): Json[] {
  return disclosureLanguages.flatMap((one) => {
    const text = content.texts[one];
    return text && one !== language
      ? [{ category: "other", title: `${text.title} (${one})`, text: `${text.summary}\n\n${text.body}` }]
      : [];
  });
}

type Vendor = EditionContent["vendors"][number];
interface Product {
  vendor: Vendor;
  ids: string[];
}

function branchOf(vendor: Vendor, ids: readonly string[]): Json[] {
  // One range may be spoken of for several flaws: each id stands once, under its own range of versions.
  const ranges = vendor.cells.flatMap((cell, at) => {
    const id = ids[at];
    if (cell.status === "unknown" || id === undefined) return [];
    const versions = cell.versions === "" ? "all versions" : cell.versions;
    return [
      {
        category: "product_version_range",
        name: versions,
        product: { name: `${vendor.name} ${vendor.product} ${versions} (${cell.flaw})`, product_id: id },
      },
    ];
  });
  if (ranges.length === 0) return [];
  return [
    {
      category: "vendor",
      name: vendor.name,
      branches: [{ category: "product_name", name: vendor.product, branches: ranges }],
    },
  ];
}

function vulnerabilityOf(
  content: EditionContent,
  flaw: EditionContent["flaws"][number],
  products: readonly Product[],
): Json {
  const said = products.flatMap(({ vendor, ids }) =>
    vendor.cells.flatMap((cell, at) => (cell.flaw === flaw.ordinal ? [{ vendor, cell, id: ids[at] ?? "" }] : [])),
  );
  const status: Record<string, string[]> = {};
  for (const { cell, id } of said) {
    const group = groups[cell.status];
    if (group !== undefined) (status[group] ??= []).push(id);
  }
  const flags = said.flatMap(({ cell, id }) =>
    cell.justification === null ? [] : [{ label: cell.justification, product_ids: [id] }],
  );
  // CSAF 2.0 knows CVSS 2 and 3 alone (§3.2.3.13), and scores of products that it names: version 4 stands among the notes.
  const score = flaw.cvss.find(({ version }) => version === "3.1");
  const scored = (["known_affected", "under_investigation", "fixed"] as const).flatMap((group) => status[group] ?? []);
  const references = [...new Set(said.flatMap(({ cell }) => cell.refs))];
  return {
    ...(flaw.cveId === null ? {} : { cve: flaw.cveId }),
    ...(content.credits.length > 0 ? { acknowledgments: content.credits.map((name) => ({ names: [name] })) } : {}),
    ...(flags.length > 0 ? { flags } : {}),
    notes: [
      { category: "description", text: flaw.description, title: flaw.title },
      ...flaw.cvss.flatMap(({ version, vector, score: points, severity }) =>
        version === "3.1" && scored.length > 0
          ? []
          : [{ category: "details", text: `${points.toFixed(1)} (${severity}) ${vector}`, title: `CVSS ${version}` }],
      ),
      ...(flaw.cwe === null ? [] : [{ category: "details", text: flaw.cwe, title: "CWE" }]),
      ...said.flatMap(({ vendor, cell }) =>
        cell.body === "" ? [] : [{ category: "other", text: cell.body, title: `${vendor.name}: ${vendor.product}` }],
      ),
    ],
    ...(Object.keys(status).length > 0 ? { product_status: status } : {}),
    ...(references.length > 0
      ? { references: references.map((url) => ({ category: "external", summary: url, url })) }
      : {}),
    ...(score && scored.length > 0 ? { scores: [{ cvss_v3: cvssFields(score), products: scored }] } : {}),
    title: flaw.title,
  };
}
