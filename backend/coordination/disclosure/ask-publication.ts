// Asks a second person to publish: exactly what is frozen now, at an instant or at once; before the embargo ends only for a cause, which always takes two.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { askForRelease } from "../four-eyes/ask-for-release.ts";
import { freezeContent } from "./freeze-edition.ts";
import { lockDisclosure, personOf } from "./load-disclosure.ts";
import { AskEarly, AskPublication, type earlyCauses } from "./model.ts";
import { whyNotPublish } from "./rules.ts";

const refusals = {
  nothing: "Write the text and at least one flaw first.",
  embargo: "The embargo ends later. Set another date, or ask two persons to publish early.",
  past: "This instant is over.",
  asked: "A publication is asked for or set already.",
} as const;

/** @throws AppError not_found; refused with why; conflict while somebody is asked. */
export async function askPublication(
  ctx: Context,
  caseId: string,
  input: AskPublication,
): Promise<{ editionId: string }> {
  requirePermission(ctx, "advisory.write");
  const { publishAt, note } = AskPublication.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const editionId = await ask(tx, ctx, caseId, { publishAt, note, early: null });
    await writeAudit(tx, ctx, {
      action: "disclosure.ask",
      objectType: "case",
      objectId: caseId,
      detail: { editionId, publishAt },
    });
    return { editionId };
  });
}

/** The early-disclosure button. As soon as the second person has agreed it is public, and all parties are told at once. @throws as `askPublication`. */
export async function askEarly(ctx: Context, caseId: string, input: AskEarly): Promise<{ editionId: string }> {
  requirePermission(ctx, "advisory.write");
  const { cause, reason } = AskEarly.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const editionId = await ask(tx, ctx, caseId, { publishAt: null, note: "", early: { cause, reason } });
    await writeAudit(tx, ctx, {
      action: "disclosure.ask_early",
      objectType: "case",
      objectId: caseId,
      detail: { editionId, cause },
    });
    return { editionId };
  });
}

async function ask(
  tx: Tx,
  ctx: Context,
  caseId: string,
  asked: {
    publishAt: string | null;
    note: string;
    early: { cause: (typeof earlyCauses)[number]; reason: string } | null;
  },
): Promise<string> {
  const { handle, number } = await lockDisclosure(tx, caseId);
  const [standing] = await tx.execute<{
    until: string | null;
    flaws: number;
    hasDraft: boolean;
    isAsked: boolean;
    isEarlyAsked: boolean;
  }>(sql`
    select (select e.until from disclosure_embargoes e where e.case_id = ${caseId} order by e.number desc limit 1) as until,
      (select count(*)::int from disclosure_flaws f where f.case_id = ${caseId}) as flaws,
      exists (select 1 from disclosure_drafts d where d.case_id = ${caseId} and d.texts <> '{}') as "hasDraft",
      exists (select 1 from disclosure_editions e where e.case_id = ${caseId} and e.state in ('waiting', 'scheduled') and e.early_cause is null) as "isAsked",
      exists (select 1 from disclosure_editions e where e.case_id = ${caseId} and e.state = 'waiting' and e.early_cause is not null) as "isEarlyAsked"`);
  const why = whyNotPublish(
    { publishAt: asked.publishAt, early: asked.early?.cause ?? null },
    {
      embargoUntil: standing?.until ?? null,
      isPublished: number !== null,
      flaws: standing?.flaws ?? 0,
      hasDraft: standing?.hasDraft ?? false,
      isAsked: standing?.isAsked ?? false,
      isEarlyAsked: standing?.isEarlyAsked ?? false,
    },
    ctx.now(),
  );
  if (why !== null)
    throw new AppError(why === "asked" ? "conflict" : "refused", refusals[why], { words: `disclosure.refused.${why}` });
  const id = newId(ctx.now());
  const content = await freezeContent(tx, ctx, caseId);
  await tx.execute(sql`insert into disclosure_editions (id, case_id, state, content, note, publish_at, early_cause, early_reason, asked_by, asked_at)
    values (${id}, ${caseId}, 'waiting', ${JSON.stringify(content)}::jsonb, ${asked.note}, ${asked.publishAt}::timestamptz, ${asked.early?.cause ?? null},
      ${asked.early?.reason ?? null}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
  // The title names no product: requests are listed, and mails of an emergency hold it.
  const requestId = await askForRelease(tx, ctx, {
    kind: asked.early === null ? "disclosure" : "early_disclosure",
    id,
    version: 1,
    title: `D#${handle}`,
    caseId,
  });
  await tx.execute(sql`update disclosure_editions set four_eyes_id = ${requestId} where id = ${id}`);
  return id;
}

/** Takes back what is set for an instant that has not come. @throws AppError not_found; conflict in another state. */
export async function withdrawEdition(ctx: Context, caseId: string, editionId: string): Promise<void> {
  requirePermission(ctx, "advisory.write");
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const [found] = isId(editionId)
      ? await tx.execute<{ state: string }>(
          sql`select state from disclosure_editions where id = ${editionId} and case_id = ${caseId} for update`,
        )
      : [];
    if (!found) throw notFound("publication");
    if (found.state !== "scheduled")
      throw new AppError("conflict", "Only a publication that is set and has not happened is taken back.", {
        words: "disclosure.refused.not_scheduled",
      });
    await tx.execute(sql`update disclosure_editions set state = 'withdrawn' where id = ${editionId}`);
    await tx.execute(sql`delete from disclosure_milestones where case_id = ${caseId} and kind = 'publication_set'`);
    await writeAudit(tx, ctx, {
      action: "disclosure.take_back",
      objectType: "case",
      objectId: caseId,
      detail: { editionId },
    });
  });
}
