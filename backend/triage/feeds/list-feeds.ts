// The lists from others with their editions, for the desk and for machines that may read rules.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { FeedView } from "./model.ts";
import { feedViews } from "./store.ts";

/** @throws forbidden */
export async function listFeeds(ctx: Context): Promise<{ feeds: FeedView[] }> {
  requirePermission(ctx, "rule.read");
  // A key speaks for its organisation; its usual scope is the narrow door through which strangers come.
  const scope = ctx.actor.kind === "api_key" ? "person" : undefined;
  return { feeds: await readOnly(ctx, feedViews, scope) };
}
