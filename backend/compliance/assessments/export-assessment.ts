// A self-assessment to take along: a table for a sheet program, and a summary to print. Both read what the screen reads.
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { type SheetColumn, sheetResponse, WantedSheet } from "../../platform/sheets/index.ts";
import { type Translator, wordsFor } from "../../platform/words/index.ts";
import { readEntity } from "../duties/read-entity.ts";
import type { AssessmentQuery, AssessmentView, ItemView } from "./model.ts";
import { listAssessments, readAssessment } from "./read-assessments.ts";

export const ExportQuery = z.strictObject({
  ...WantedSheet.shape,
  pack: z
    .string()
    .regex(/^[a-z]{2,6}\.[a-z0-9-]+$/, "Expected a pack of law such as ml.data-protection.")
    .optional(),
});
export type ExportQuery = z.output<typeof ExportQuery>;

interface Row extends ItemView {
  pack: string;
}

const text = (key: string, value: (row: Row) => string | null, words?: string): SheetColumn<Row> => ({
  key,
  type: "text",
  title: `assessments.column.${key}`,
  value,
  ...(words ? { words } : {}),
});

const columns: SheetColumn<Row>[] = [
  text("pack", (row) => row.pack),
  text("duty", (row) => row.title),
  text("articles", (row) => row.cites.map(({ law }) => law).join("; ")),
  text("time", (row) => row.clockWords),
  text("modality", (row) => row.modality, "duties.modality."),
  text("verification", (row) => row.verification, "duties.verification."),
  { key: "counts", type: "boolean", title: "assessments.column.counts", value: (row) => row.isCounted },
  text("standing", (row) => row.standing, "assessments.standing."),
  text("reason", (row) => row.exception?.reason ?? row.reason),
  text("exceptionEnds", (row) => row.exception?.endsOn ?? null),
  text("note", (row) => row.note),
  text("owner", (row) => row.owner?.name ?? null),
  text("due", (row) => row.dueOn),
  {
    key: "evidence",
    type: "list",
    title: "assessments.column.evidence",
    value: (row) =>
      row.evidence
        .filter((one) => one.withdrawnAt === null)
        .map((one) => `${one.name} (${one.effectiveOn}${one.expiresOn === null ? "" : ` – ${one.expiresOn}`})`),
  },
  text("version", (row) => row.pin?.version ?? null),
  { key: "changedAt", type: "instant", title: "assessments.column.changedAt", value: (row) => row.changed?.at ?? null },
];

/** The log hears that a table left, not how much stood in it. */
export async function exportAssessments(ctx: Context, query: ExportQuery): Promise<Response> {
  requirePermission(ctx, "duty.read");
  const { format, language, zone, pack } = query;
  const packs =
    pack === undefined ? (await listAssessments(ctx, { language })).assessments.map((one) => one.packId) : [pack];
  const views: AssessmentView[] = [];
  for (const id of packs) views.push(await readAssessment(ctx, id, { language }));
  const rows = views.flatMap((view) =>
    view.items.map((item) => ({ ...item, pack: `${view.packTitle} ${view.packVersion}` })),
  );
  await withTransaction(
    ctx,
    async (tx) =>
      await writeAudit(tx, ctx, {
        action: "list.export",
        objectType: "list",
        objectId: "assessments",
        detail: { format },
      }),
  );
  const words = wordsFor(ctx, language);
  const fileName = `assessments-${ctx.now().toISOString().slice(0, 10)}`;
  return sheetResponse({ format, fileName, title: words("assessments.title"), columns, rows, words, zone });
}

/** The summary of one pack, for a board or a visitor. */
export async function printAssessment(
  ctx: Context,
  packId: string,
  { language }: AssessmentQuery,
): Promise<{ name: string; bytes: Uint8Array }> {
  requirePermission(ctx, "duty.read");
  const view = await readAssessment(ctx, packId, { language });
  const entity = await readOnly(ctx, async (tx) => await readEntity(tx, ctx, ctx.now()));
  await withTransaction(
    ctx,
    async (tx) =>
      await writeAudit(tx, ctx, {
        action: "list.export",
        objectType: "list",
        objectId: "assessments",
        detail: { format: "pdf" },
      }),
  );
  const bytes = await writePdf({
    language: wordsFor(ctx, language).tag,
    title: wordsFor(ctx, language)("assessments.pdf.title", { law: view.packTitle }),
    issuer: entity.name,
    reference: `${packId} ${view.packVersion} · ${view.today}`,
    createdAt: ctx.now(),
    blocks: composeBlocks(view, wordsFor(ctx, language)),
  });
  return { name: `assessment-${packId}-${view.today}.pdf`, bytes };
}

function composeBlocks(view: AssessmentView, words: Translator): PdfBlock[] {
  const { progress } = view;
  const number = (key: string, count: number) => ({ label: words(`assessments.progress.${key}`), text: String(count) });
  return [
    { kind: "notice", text: words("assessments.pdf.own") },
    ...(view.notice === null ? [] : [{ kind: "notice" as const, text: view.notice }]),
    {
      kind: "facts",
      rows: [
        { label: words("assessments.pdf.day"), text: view.today },
        {
          label: words("assessments.pdf.progress"),
          text:
            progress.percent === null
              ? words("assessments.progress.nothing")
              : words("assessments.progress.line", {
                  met: progress.met,
                  counted: progress.counted,
                  percent: progress.percent,
                }),
        },
        number("partly", progress.partly),
        number("notMet", progress.notMet),
        number("lapsed", progress.lapsed),
        number("excepted", progress.excepted),
        number("open", progress.open),
        number("notApplicable", progress.notApplicable),
        number("notCounted", progress.notCounted),
      ],
    },
    ...view.items.flatMap((item): PdfBlock[] => [
      { kind: "heading", level: 3, text: item.title },
      {
        kind: "facts",
        rows: [
          { label: words("assessments.column.standing"), text: words(`assessments.standing.${item.standing}`) },
          { label: words("assessments.column.articles"), text: item.cites.map(({ law }) => law).join("; ") },
          { label: words("assessments.column.verification"), text: words(`duties.verification.${item.verification}`) },
          ...(item.isCounted
            ? []
            : [{ label: words("assessments.column.counts"), text: words("assessments.not_counted") }]),
          ...(item.exception
            ? [
                {
                  label: words("assessments.column.exceptionEnds"),
                  text: `${item.exception.endsOn}: ${item.exception.reason}`,
                },
              ]
            : item.reason === null
              ? []
              : [{ label: words("assessments.column.reason"), text: item.reason }]),
          ...(item.owner ? [{ label: words("assessments.column.owner"), text: item.owner.name }] : []),
          ...(item.dueOn ? [{ label: words("assessments.column.due"), text: item.dueOn }] : []),
          {
            label: words("assessments.column.evidence"),
            text: item.evidence
              .filter((one) => one.withdrawnAt === null)
              .map((one) =>
                one.expiresOn === null
                  ? words("assessments.evidence.since", { name: one.name, from: one.effectiveOn })
                  : words("assessments.evidence.between", { name: one.name, from: one.effectiveOn, to: one.expiresOn }),
              )
              .join("\n"),
          },
        ],
      },
    ]),
  ];
}
