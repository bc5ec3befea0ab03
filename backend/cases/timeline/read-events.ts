// The timeline of a case as it stands, and its picture.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { personJson } from "../work/person-json.ts";
import { drawTimeline } from "./draw-timeline.ts";
import { eventLimits, type EventView } from "./model.ts";

/** In the order of time; what was taken off is not among them. */
export async function eventsOf(tx: Tx, caseId: string): Promise<EventView[]> {
  const rows = await tx.execute<EventView & Record<string, unknown>>(
    sql`select e.id, ${iso(sql`e.happened_at`)} as "happenedAt", ${iso(sql`e.ended_at`)} as "endedAt", e.zone, e.is_approximate as "isApproximate",
      e.category, e.title, e.body, e.source,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'targetId', l.target_id, 'observableKind', l.observable_kind, 'observableValue', l.observable_value,
          'name', case l.kind when 'asset' then (select a.name from case_assets a where a.id = l.target_id)
            when 'file' then (select f.name from report_files f where f.id = l.target_id)
            when 'evidence' then (select v.reference || ' ' || v.label from case_evidence v where v.id = l.target_id) end) order by l.id), '[]')
        from case_event_links l where l.event_id = e.id) as links,
      ${personJson(sql`e.changed_by`)} as "changedBy", ${iso(sql`e.changed_at`)} as "changedAt", e.import_key is not null as "isImported",
      e.removed_at is not null as "isRemoved", e.version
      from case_events e where e.case_id = ${caseId} and e.removed_at is null order by e.happened_at, e.id limit ${eventLimits.events}`,
  );
  return [...rows];
}

/** An SVG document. @throws not_found. */
export async function readTimelinePicture(
  ctx: Context,
  caseId: string,
  look: { language: WordsLanguage; isDark: boolean },
): Promise<Response> {
  requirePermission(ctx, "case.read");
  const svg = await readOnly(ctx, async (tx) => {
    const [known] = await tx.execute<{ reference: string }>(sql`select reference from cases where id = ${caseId}`);
    if (!known) throw notFound("case");
    const t = wordsFor(ctx, look.language);
    return drawTimeline(await eventsOf(tx, caseId), {
      title: t("casework.timeline.picture", { reference: known.reference }),
      lane: (category) => t(`casework.category.${category}`),
      isDark: look.isDark,
    });
  });
  return new Response(svg, {
    headers: {
      "content-type": "image/svg+xml; charset=utf-8",
      // Opened by itself it runs and loads nothing.
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
