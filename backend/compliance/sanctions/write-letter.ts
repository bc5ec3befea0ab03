// A notice or a decision as a letter in the entity's language: what was found, what is asked or decided, by when, under which text, and how sure of that text we are.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { type Translator, wordsIn } from "../../platform/words/index.ts";
import { sql } from "drizzle-orm";
import { loadPack } from "../law/index.ts";
import type { StepView } from "../offices/model.ts";
import { pickLanguage } from "../offices/pick-language.ts";
import { dayOf, listSteps } from "../offices/store.ts";
import { loadMatter, type MatterRow } from "./store.ts";

/** The letter of one step of the authority. Both sides get the same document. @throws AppError not_found for a step that is no letter. */
export async function writeMatterLetter(
  ctx: Context,
  matterId: string,
  stepId: string,
  side: "authority" | "entity",
): Promise<{ name: string; bytes: Uint8Array }> {
  requirePermission(ctx, side === "entity" ? "shared.read" : "authority.read");
  return await readOnly(ctx, async (tx) => {
    const row = await loadMatter(tx, matterId);
    const step = (await listSteps(tx, "matter", matterId)).find(({ id }) => id === stepId);
    if (!step || step.side !== "authority" || !step.isToEntity || step.kind === "open") throw notFound("letter");
    const language = pickLanguage(await languagesOf(tx, row.constituentId));
    return { name: `${row.reference}-${step.kind}.pdf`, bytes: await compose(ctx, row, step, language) };
  });
}

async function languagesOf(tx: Tx, constituentId: string): Promise<string[]> {
  const [row] = await tx.execute<{ languages: string[] }>(
    sql`select languages from constituents where id = ${constituentId}`,
  );
  return row?.languages ?? [];
}

async function compose(ctx: Context, row: MatterRow, step: StepView, tag: string): Promise<Uint8Array> {
  const say = wordsIn(tag);
  const { language } = say;
  const { pack } = loadPack(`${row.packId}@${row.packVersion}`);
  const detail = step.detail;
  const title = say(`decisions.step.${step.kind}`);
  const text = typeof detail["text"] === "string" ? detail["text"] : "";
  const blocks: PdfBlock[] = [
    { kind: "heading", level: 1, text: title },
    {
      kind: "facts",
      rows: [
        { label: say("decisions.letter.to"), text: row.entity },
        { label: say("decisions.letter.matter"), text: `${row.reference} – ${row.title}` },
        { label: say("decisions.letter.date"), text: dayOf(ctx, new Date(step.at)) },
        { label: say("decisions.letter.law"), text: `${pack.pack.title[language]} (${row.packId} ${row.packVersion})` },
        ...amountRows(say, detail),
        ...(typeof detail["dueOn"] === "string" ? [{ label: say("decisions.letter.due"), text: detail["dueOn"] }] : []),
        ...(typeof detail["cites"] === "string"
          ? [{ label: say("decisions.letter.cites"), text: detail["cites"] }]
          : []),
      ],
    },
    { kind: "paragraph", text },
  ];
  if (step.kind === "notify" || step.kind === "sanction")
    blocks.push(
      { kind: "heading", level: 2, text: say("decisions.letter.findings") },
      {
        kind: "list",
        isNumbered: true,
        items: row.findings.map(({ text: found, articles }) =>
          articles === "" ? found : `${found} (${say("inspections.article", { articles })})`,
        ),
      },
    );
  blocks.push(
    { kind: "notice", text: say("decisions.letter.unverified") },
    { kind: "signatures", boxes: [{ label: row.authority, name: step.personName }] },
  );
  return await writePdf({
    language,
    title,
    issuer: row.authority,
    reference: row.reference,
    createdAt: new Date(step.at),
    blocks,
  });
}

function amountRows(say: Translator, detail: Record<string, unknown>): { label: string; text: string }[] {
  const bounds = detail["bounds"] as
    | { min: number | null; max: number | null; articles: string; deliberation?: string }
    | undefined;
  const decided = detail["decided"] as { currency: string | null } | undefined;
  if (typeof detail["amount"] !== "number") return [];
  return [
    { label: say("decisions.letter.amount"), text: `${detail["amount"]} ${decided?.currency ?? ""}`.trim() },
    ...(bounds === undefined
      ? []
      : [
          {
            label: say("decisions.letter.bounds"),
            text: `${say("inspections.article", { articles: bounds.articles })}: ${bounds.min ?? "–"} – ${bounds.max ?? "–"}`,
          },
        ]),
    ...(bounds?.deliberation === undefined
      ? []
      : [{ label: say("decisions.letter.deliberation"), text: bounds.deliberation }]),
  ];
}
