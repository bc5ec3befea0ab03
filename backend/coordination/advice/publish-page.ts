// A question and its answer for everybody: written anew without who asked, released by two persons, shown until a newer edition is.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { askForRelease } from "../four-eyes/ask-for-release.ts";
import { lockAdvice } from "./answer-advice.ts";
import { AskPage, PageTexts, type PublicAdvice, tracesIn, WritePage } from "./model.ts";

/** @throws not_found; refused before it is answered; invalid_input where the asker shows through; conflict on an older version or while somebody is asked to release it. */
export async function writePage(ctx: Context, requestId: string, input: WritePage): Promise<{ version: number }> {
  requirePermission(ctx, "advisory.write");
  const { topic, texts, version } = WritePage.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    const request = await lockAdvice(tx, requestId);
    if (request.state !== "answered")
      throw new AppError("refused", "Answer the question first.", { words: "advice.refused.not_answered" });
    const traces = tracesIn(texts, [request.name, request.email, request.organisation, request.personEmail]);
    if (traces.length > 0)
      throw invalidInput([{ path: "texts", message: `Expected a text without who asked: ${traces.join(", ")}.` }]);
    const [page] = await tx.execute<{ id: string; version: number; state: string }>(
      sql`select id, version, state from advice_pages where request_id = ${requestId} for update`,
    );
    if ((page?.version ?? 0) !== version || page?.state === "waiting")
      throw new AppError("conflict", "Somebody changed this meanwhile, or is asked to release it.", {
        words: "advice.refused.page_changed",
      });
    const at = ctx.now().toISOString();
    if (page)
      await tx.execute(sql`update advice_pages set topic = ${topic}, texts = ${JSON.stringify(texts)}::jsonb, state = 'draft', version = version + 1, changed_by = ${by},
        changed_at = ${at}::timestamptz where id = ${page.id}`);
    else
      await tx.execute(sql`insert into advice_pages (id, request_id, case_id, texts, topic, changed_by, changed_at)
        values (${newId(ctx.now())}, ${requestId}, ${request.caseId}, ${JSON.stringify(texts)}::jsonb, ${topic}, ${by}, ${at}::timestamptz)`);
    await writeAudit(tx, ctx, { action: "advice.write_page", objectType: "advice", objectId: requestId });
    return { version: version + 1 };
  });
}

/** Asks a second person. @throws not_found; conflict. */
export async function askToPublishPage(
  ctx: Context,
  requestId: string,
  input: AskPage,
): Promise<{ requestId: string }> {
  requirePermission(ctx, "advisory.write");
  const { version } = AskPage.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockAdvice(tx, requestId);
    const [page] = await tx.execute<{ id: string; version: number; state: string; texts: unknown }>(
      sql`select id, version, state, texts from advice_pages where request_id = ${requestId} for update`,
    );
    if (!page) throw notFound("page");
    if (page.version !== version || page.state !== "draft")
      throw new AppError("conflict", "Somebody changed this meanwhile, or is asked to release it.", {
        words: "advice.refused.page_changed",
      });
    const texts = PageTexts.parse(page.texts);
    const title = (texts.fr ?? texts.en ?? texts.mn)?.question ?? "";
    await tx.execute(sql`update advice_pages set state = 'waiting' where id = ${page.id}`);
    const release = await askForRelease(tx, ctx, { kind: "advice", id: page.id, version, title });
    await writeAudit(tx, ctx, {
      action: "advice.ask_page",
      objectType: "advice",
      objectId: requestId,
      detail: { version },
    });
    return { requestId: release };
  });
}

/** In the transaction of the second person's word. @throws conflict when it is another version than the one that was looked at. */
export async function publishApprovedPage(
  tx: Tx,
  ctx: Context,
  pageId: string,
  version: number,
  fourEyesId: string,
): Promise<void> {
  const at = ctx.now().toISOString();
  const [page] = await tx.execute<{ texts: unknown; topic: string }>(
    sql`update advice_pages set state = 'published' where id = ${pageId} and state = 'waiting' and version = ${version} returning texts, topic`,
  );
  if (!page)
    throw new AppError("conflict", "This is no longer what was looked at.", { words: "advice.refused.page_changed" });
  await tx.execute(sql`insert into advice_public (page_id, texts, topic, four_eyes_id, published_at, first_published_at)
    values (${pageId}, ${JSON.stringify(page.texts)}::jsonb, ${page.topic}, ${fourEyesId}, ${at}::timestamptz, ${at}::timestamptz)
    on conflict (page_id) do update set texts = excluded.texts, topic = excluded.topic, four_eyes_id = excluded.four_eyes_id, published_at = excluded.published_at`);
}

/** Refused or taken back: it can be changed again. */
export async function unlockPage(tx: Tx, pageId: string): Promise<void> {
  await tx.execute(sql`update advice_pages set state = 'draft' where id = ${pageId} and state = 'waiting'`);
}

/** For everybody, the newest first: what two persons released, and nothing of who asked. */
export async function listPublicAdvice(ctx: Context): Promise<PublicAdvice[]> {
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<PublicAdvice & Record<string, unknown>>(
        sql`select page_id as id, topic, texts, ${iso(sql`published_at`)} as "publishedAt" from advice_public order by advice_public.published_at desc, page_id limit 500`,
      ),
    "intake",
  );
  return rows.map((row) => ({ ...row, texts: PageTexts.parse(row.texts) }));
}
