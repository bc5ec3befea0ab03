// Four eyes on what carries many people's names away: an export of reports, cases, people or contacts waits for a second person, for its asker and its filter alone.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { askForRelease } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import type { Act } from "../../identity/model.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";

const guardedLists = ["reports", "cases", "people", "contacts"] as const;
type GuardedList = (typeof guardedLists)[number];

/** How long what was approved may be taken. */
const exportHours = 24;

const Asked = z.strictObject({
  /** As the export itself is asked: "severity" → "high". */
  filter: z
    .record(z.string().max(60), z.string().max(500, "Expected at most 500 characters."), "Expected the list's filters.")
    .default({}),
  reason: z
    .string("Expected a reason.")
    .trim()
    .min(3, "Expected a reason of at least 3 characters.")
    .max(2000, "Expected at most 2,000 characters."),
});

/** The filter as the list reads it, whatever was left to its usual value. */
export function plainFilter(query: z.ZodObject, filter: Record<string, unknown>): Record<string, unknown> {
  const { cursor: _cursor, before: _before, limit: _limit, ...plain } = query.parse(filter) as Record<string, unknown>;
  return JSON.parse(JSON.stringify(plain)) as Record<string, unknown>;
}

/** @throws AppError refused without a second person's word of the last day for this asker, list and filter. */
export async function requireSecondPerson(
  ctx: Context,
  list: GuardedList,
  filter: Record<string, unknown>,
): Promise<void> {
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const since = new Date(ctx.now().getTime() - exportHours * 3_600_000).toISOString();
  const [known] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute(sql`select 1 from export_requests e join four_eyes f on f.kind = 'export' and f.subject_id = e.id and f.state in ('approved', 'alone')
        where e.asked_by = ${me} and e.list = ${list} and e.filter = ${canonicalJson(filter)}::jsonb and f.decided_at > ${since}::timestamptz limit 1`),
    "system",
  );
  if (!known)
    throw new AppError("refused", "This export waits for a second person: ask for it first.", {
      words: "exports.second_person",
    });
}

/** POST `/api/v1/desk/exports/<list>/requests`: asks for the second person. */
export function askExportRoute(list: GuardedList, act: Act, query: z.ZodObject): RouteDeclaration {
  return route({
    method: "post",
    path: `/api/v1/desk/exports/${list}/requests`,
    access: { kind: "act", act },
    summary: `Ask a second person for the export of ${list}, with its filter and a reason`,
    tag: "exports",
    body: Asked,
    response: z.object({ requestId: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await askExport(ctx, list, act, query, body),
  });
}

async function askExport(
  ctx: Context,
  list: GuardedList,
  act: Act,
  query: z.ZodObject,
  input: z.input<typeof Asked>,
): Promise<{ requestId: string }> {
  requirePermission(ctx, act);
  const { filter: said, reason } = Asked.parse(input);
  const filter = plainFilter(query, said);
  const { actor } = ctx;
  if (actor.kind !== "person")
    throw new AppError("refused", "A person asks for an export.", { words: "refusals.person_only" });
  return await withTransaction(
    ctx,
    async (tx) => {
      const id = newId(ctx.now());
      await tx.execute(sql`insert into export_requests (id, list, filter, reason, asked_by, asked_at)
        values (${id}, ${list}, ${canonicalJson(filter)}::jsonb, ${reason}, ${actor.personId}, ${ctx.now().toISOString()}::timestamptz)`);
      const chosen = Object.entries(said).map(([key, value]) => `${key}=${value}`);
      const title = [list, ...chosen].join(" ").concat(`: ${reason}`);
      const requestId = await askForRelease(tx, ctx, { kind: "export", id, version: 1, title });
      await writeAudit(tx, ctx, {
        action: "list.ask_export",
        objectType: "list",
        objectId: list,
        detail: { requestId },
      });
      return { requestId };
    },
    "system",
  );
}
