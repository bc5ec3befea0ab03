// Evidence for outside measures (SIM3, ITU index): packs that say which figures belong to which question, filled from a frozen snapshot, each number with its query.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { load } from "js-yaml";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { figureQueries } from "../figures/queries.ts";
import type { Figure } from "./model.ts";

const folder = new URL("../../../policies/evidence/", import.meta.url);
const EvidencePack = z.strictObject({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  verification: z.string(),
  note: z.string(),
  items: z.array(z.strictObject({ id: z.string(), name: z.string(), figures: z.array(z.string()) })).min(1),
});
export type EvidencePack = z.infer<typeof EvidencePack>;

let packs: EvidencePack[] | undefined;

/** @throws an Error that names the file when a pack is malformed or cites a figure that nobody counts. */
export function readEvidencePacks(): EvidencePack[] {
  packs ??= readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith(".yml"))
    .toSorted()
    .map((file) => {
      const pack = EvidencePack.parse(load(readFileSync(new URL(file, folder), "utf8")));
      const known = new Set(figureQueries.map((one) => one.name));
      const unknown = pack.items.flatMap((item) => item.figures).find((name) => !known.has(name));
      if (unknown !== undefined) throw new Error(`policies/evidence/${file}: nobody counts the figure ${unknown}`);
      return pack;
    });
  return packs;
}

export interface EvidenceRow {
  item: string;
  name: string;
  figure: string;
  value: string;
  unit: string;
  query: string;
  snapshot: string;
  sha256: string;
}

/**
 * One row a figure of each question, from the year's newest snapshot; a question without figures has one row without a number.
 * @throws AppError not_found for an unknown pack, refused when the year's figures were never frozen.
 */
export async function listEvidence(ctx: Context, packId: string, year: number): Promise<EvidenceRow[]> {
  requirePermission(ctx, "review.read");
  const pack = readEvidencePacks().find((one) => one.id === packId);
  if (!pack) throw notFound("evidence pack");
  const snapshot = await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<{ id: string; figures: Figure[]; sha256: string }>(
      sql`select id, figures, sha256 from figure_snapshots where year = ${year} order by taken_at desc limit 1`,
    );
    return row;
  });
  if (!snapshot)
    throw new AppError("refused", "The figures of this year are not frozen yet: freeze them, then export.", {
      words: "committee.refusal.no_snapshot",
    });
  return pack.items.flatMap((item) => {
    const base = { item: item.id, name: item.name, snapshot: snapshot.id, sha256: snapshot.sha256 };
    const figures = item.figures
      .map((name) => snapshot.figures.find((one) => one.name === name))
      .filter((one) => one !== undefined);
    if (figures.length === 0) return [{ ...base, figure: "", value: "", unit: "", query: "" }];
    return figures.map((one) => ({
      ...base,
      figure: one.name,
      value: one.value ?? "",
      unit: one.unit,
      query: one.query,
    }));
  });
}
