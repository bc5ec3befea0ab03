// Opens what a hunt looks for, from its row: a value, an edition of a list, a version of a rule.
import { sql } from "drizzle-orm";
import { loadCountry, phonePlanOf } from "../../registry/country/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { z } from "zod";
import { phonePlan } from "../extract/index.ts";
import type { Edition } from "../feeds/model.ts";
import { openSnapshotOf } from "../feeds/snapshot-of.ts";
import { editionColumns } from "../feeds/store.ts";
import { createIndicatorIndex, readIndicatorList } from "../indicators/index.ts";
import { observableKinds } from "../model.ts";
import { type Hunter, huntIndicators, huntSigma, huntYara } from "./make-hunter.ts";

const Subject = {
  value: z.object({ kind: z.enum(observableKinds), value: z.string() }),
  list: z.object({ importId: z.uuid() }),
  rule: z.object({ ruleId: z.uuid(), version: z.number() }),
};

/** @throws Error with the reason where the rule or list cannot be used */
export async function openHunter(
  ctx: Context,
  hunt: { kind: "value" | "list" | "rule"; subject: unknown; title: string },
): Promise<Hunter> {
  const plan = phonePlan.parse(phonePlanOf(loadCountry(ctx.config.country)));
  if (hunt.kind === "value") {
    const { kind, value } = Subject.value.parse(hunt.subject);
    const index = createIndicatorIndex();
    const list = {
      id: "hunt",
      title: hunt.title,
      version: "1",
      marking: "TLP:AMBER",
      reason: "looked for in a hunt",
      references: [],
    } as const;
    const times = { firstSeen: null, lastSeen: null, expiresAt: null, marking: null };
    index.add(list, [{ kind, value, why: "", confidence: 50, match: "below", ...times }]);
    return huntIndicators(index, plan, () => index.close());
  }
  if (hunt.kind === "list") {
    const { importId } = Subject.list.parse(hunt.subject);
    const [edition] = await readOnly(
      ctx,
      async (tx) =>
        await tx.execute<Edition & Record<string, unknown>>(
          sql`select ${editionColumns} from indicator_imports i join indicator_feeds f on f.id = i.feed_id where i.id = ${importId}`,
        ),
    );
    if (!edition) throw new Error("the list is no longer there");
    const index = await openSnapshotOf(ctx, edition);
    return huntIndicators(index, plan, () => index.close());
  }
  return await openRule(ctx, hunt, plan);
}

async function openRule(
  ctx: Context,
  hunt: { subject: unknown; title: string },
  plan: z.infer<typeof phonePlan>,
): Promise<Hunter> {
  const { ruleId, version } = Subject.rule.parse(hunt.subject);
  const [rule] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{
        kind: string;
        source: string;
      }>(sql`select r.kind, v.source from rule_versions v join rules r on r.id = v.rule_id
        where v.rule_id = ${ruleId} and v.version = ${version}`),
  );
  if (!rule) throw new Error("the rule's version is no longer there");
  if (rule.kind === "sigma") return huntSigma(rule.source, hunt.title);
  if (rule.kind === "yara") return await huntYara(rule.source, hunt.title);
  const list = readIndicatorList(rule.source, hunt.title);
  if (Array.isArray(list)) throw new Error(list.map(({ field, reason }) => `${field}: ${reason}`).join("; "));
  const index = createIndicatorIndex();
  index.add(list.list, list.indicators);
  return huntIndicators(index, plan, () => index.close());
}
