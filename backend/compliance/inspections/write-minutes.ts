// The minutes of an inspection as a document that prints, stamps and signs: the order, each finding with its article, evidence, remarks, two boxes.
import { sql } from "drizzle-orm";
import { Readable } from "node:stream";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { type Translator, wordsIn } from "../../platform/words/index.ts";
import { writeMoment } from "../../platform/words/say-instant.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { largestOfficeFile } from "../offices/model.ts";
import { pickLanguage } from "../offices/pick-language.ts";
import { readProfileOf, type StoredBytes } from "../offices/store.ts";
import { type EvidenceRow, type InspectionRow, type ItemRow, loadEvidence, loadItems } from "./store.ts";

/** Written into the object store. */
export async function writeMinutes(tx: Tx, ctx: Context, row: InspectionRow, leafHash: string): Promise<StoredBytes> {
  const bytes = await composeMinutes(tx, ctx, row, leafHash);
  const name = `${row.reference}.pdf`;
  const stored = await ctx.objects.put(Readable.from([Buffer.from(bytes)]), largestOfficeFile);
  return {
    objectId: stored.id,
    name,
    mediaType: "application/pdf",
    size: stored.size,
    sha256: stored.sha256.toString("hex"),
  };
}

/** `leafHash` null: a draft to read over and to sign on paper, without the square code. */
export async function composeMinutes(
  tx: Tx,
  ctx: Context,
  row: InspectionRow,
  leafHash: string | null,
): Promise<Uint8Array> {
  const say = wordsIn(pickLanguage(row.entityLanguages));
  const { language } = say;
  const zone = loadCountry(ctx.config.country).timeZones.default;
  const time = (at: string): string => writeMoment(new Date(at), zone);
  const { name: issuer } = await readProfileOf(tx, row.organisationId);
  const team = await tx.execute<{ name: string }>(
    sql`select name from people where id = any(${sql.param(row.team)}::uuid[]) order by name`,
  );
  const items = await loadItems(tx, row.id);
  const evidence = await loadEvidence(tx, row.id);
  return await writePdf({
    language,
    title: say("inspections.minutes.title", { reference: row.reference }),
    issuer,
    reference: row.reference,
    createdAt: ctx.now(),
    blocks: [
      { kind: "heading", level: 1, text: say("inspections.minutes.title", { reference: row.reference }) },
      ...(leafHash === null ? [{ kind: "notice", text: say("inspections.minutes.draft") } satisfies PdfBlock] : []),
      {
        kind: "facts",
        rows: [
          { label: say("inspections.minutes.entity"), text: row.entity },
          { label: say("inspections.minutes.basis"), text: row.legalBasis },
          {
            label: say("inspections.minutes.law"),
            text: `${row.packId} ${row.packVersion} (SHA-256 ${row.packSha256})`,
          },
          { label: say("inspections.minutes.scope"), text: row.scope },
          {
            label: say("inspections.minutes.announced"),
            text: say(row.isAnnounced ? "inspections.yes" : "inspections.no"),
          },
          { label: say("inspections.minutes.place"), text: row.place },
          { label: say("inspections.minutes.opened"), text: row.openedAt === null ? "" : time(row.openedAt) },
          { label: say("inspections.minutes.team"), text: team.map(({ name }) => name).join(", ") },
        ],
      },
      { kind: "heading", level: 2, text: say("inspections.minutes.findings") },
      ...items.flatMap((item) => itemBlocks(say, language, item)),
      { kind: "heading", level: 2, text: say("inspections.minutes.evidence") },
      ...evidenceBlocks(say, evidence, time),
      { kind: "heading", level: 2, text: say("inspections.minutes.remarks") },
      { kind: "paragraph", text: row.remarks === "" ? say("inspections.minutes.none") : row.remarks },
      ...(row.signature === "refused"
        ? [{ kind: "notice", text: say("inspections.minutes.refused", { note: row.signatureNote }) } satisfies PdfBlock]
        : []),
      {
        kind: "signatures",
        boxes: [
          { label: say("inspections.minutes.for_authority"), name: team[0]?.name ?? "" },
          { label: say("inspections.minutes.for_entity"), name: row.entity },
        ],
      },
    ],
    ...(leafHash === null
      ? {}
      : { proof: { address: `${ctx.config.publicUrl}/verify`, leafHash, caption: say("inspections.minutes.proof") } }),
  });
}

function itemBlocks(say: Translator, language: "fr" | "en" | "mn", item: ItemRow): PdfBlock[] {
  const articles = item.articles === "" ? "" : ` (${say("inspections.article", { articles: item.articles })})`;
  const result = item.result === null ? say("inspections.result.open") : say(`inspections.result.${item.result}`);
  const severity = item.severity === null ? "" : ` – ${say(`inspections.severity.${item.severity}`)}`;
  return [
    { kind: "heading", level: 3, text: `${item.position}. ${item.title[language]}${articles}` },
    { kind: "paragraph", text: [`${result}${severity}`, item.note].filter((part) => part !== "").join(". ") },
  ];
}

function evidenceBlocks(say: Translator, evidence: readonly EvidenceRow[], time: (at: string) => string): PdfBlock[] {
  if (evidence.length === 0) return [{ kind: "paragraph", text: say("inspections.minutes.none") }];
  return [
    {
      kind: "table",
      columns: [
        { header: say("inspections.evidence.number"), share: 0.4 },
        { header: say("inspections.evidence.label"), share: 1.5 },
        { header: say("inspections.evidence.from"), share: 1 },
        { header: say("inspections.evidence.seal"), share: 0.7 },
        { header: "SHA-256", share: 2 },
      ],
      rows: evidence.map(({ number, label, takenFrom, takenAt, seal, file }) => [
        String(number),
        label,
        `${takenFrom}, ${time(takenAt)}`,
        seal,
        file?.sha256 ?? "",
      ]),
    },
  ];
}
