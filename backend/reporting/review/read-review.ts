// A year's review as the committee sees it: live while it is written, frozen once it is signed.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { readLawSteps } from "./law-steps.ts";
import type { ReviewView } from "./model.ts";
import { lawsOf } from "./own-laws.ts";
import { findReview, readTargets } from "./review-store.ts";

const instant = (text: string | null): string | null => (text ? new Date(text).toISOString() : null);

export async function readReview(ctx: Context, year: number): Promise<ReviewView> {
  requirePermission(ctx, "review.read");
  return await readOnly(ctx, async (tx) => {
    const review = await findReview(tx, year);
    const isFrozen = review?.state === "frozen" || review?.state === "published";
    const frozen = isFrozen ? (review.frozen as Pick<ReviewView, "targets" | "laws">) : undefined;
    const ids = [review?.submitted_by, review?.signed_by].filter((id) => typeof id === "string");
    const names = new Map<string, string>();
    for (const id of ids) {
      const [person] = await tx.execute<{ name: string }>(sql`select name from people where id = ${id}`);
      if (person) names.set(id, person.name);
    }
    const change = may(ctx, "review.change") && !isFrozen;
    const self = ctx.actor.kind === "person" ? ctx.actor.personId : undefined;
    return {
      year,
      state: review?.state ?? "none",
      version: review?.version ?? 0,
      summary: review?.summary ?? {},
      submittedBy: names.get(review?.submitted_by ?? "") ?? null,
      submittedAt: instant(review?.submitted_at ?? null),
      signedBy: names.get(review?.signed_by ?? "") ?? null,
      signedAt: instant(review?.signed_at ?? null),
      publishedAt: instant(review?.published_at ?? null),
      sha256: review?.sha256 ?? null,
      targets: frozen?.targets ?? (await readTargets(tx, year)),
      laws: frozen?.laws ?? (await readLawSteps(tx, lawsOf(ctx.config.country.toUpperCase()))),
      can: {
        change,
        submit: change && review?.state === "draft",
        sign: may(ctx, "review.sign") && review?.state === "submitted" && review.submitted_by !== self,
        publish: may(ctx, "review.sign") && review?.state === "frozen",
      },
    };
  });
}
