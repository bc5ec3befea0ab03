// The reviews that were published, for the portal: the frozen text and nothing that came after.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { Figure, LawStepView, TargetView } from "./model.ts";

export interface PublicReview {
  year: number;
  summary: Record<string, string>;
  targets: TargetView[];
  laws: LawStepView[];
  figures: Figure[];
  signedAt: string;
  sha256: string;
}

/** Years, the newest first. */
export async function listPublicReviews(ctx: Context): Promise<{ year: number; sha256: string }[]> {
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{ year: number; sha256: string }>(
      sql`select year, sha256 from reviews where state = 'published' order by year desc`,
    )),
  ]);
}

export async function readPublicReview(ctx: Context, year: number): Promise<PublicReview | undefined> {
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<{ frozen: Omit<PublicReview, "sha256">; sha256: string }>(
      sql`select frozen, sha256 from reviews where state = 'published' and year = ${year}`,
    );
    return row ? { ...row.frozen, sha256: row.sha256 } : undefined;
  });
}
