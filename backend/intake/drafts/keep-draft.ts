// Keeps what a reporter typed so far, for 14 days or until it is sent; never linked to a report.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { flows, languages } from "../model.ts";
import { parseInput } from "../parse-input.ts";
import { cleanTexts } from "../rules.ts";
import { draftLifeMs, hashForDrafts, newDraftToken, withDrafts } from "./draft-token.ts";
import { openDraft, openDraftKey, sealDraft, type SealedDraft } from "./seal-draft.ts";

export const Draft = z.strictObject({
  flow: z.enum(flows),
  language: z.enum(languages),
  answers: z
    .record(z.string().max(60), z.union([z.string().max(60_000), z.array(z.string().max(10_000)).max(100)]))
    .refine((answers) => JSON.stringify(answers).length <= 300_000, "Expected at most 300,000 characters in all."),
});
export type Draft = z.infer<typeof Draft>;

/** @returns the token to keep in the cookie: the one given, or a new one when none was given or its draft is gone. */
export async function saveDraft(ctx: Context, token: string | undefined, draft: Draft): Promise<string> {
  requirePermission(ctx, "report.submit");
  const { flow, language, answers } = parseInput(Draft, cleanTexts(draft));
  const now = ctx.now();
  const at = now.toISOString();
  const expiresAt = new Date(now.getTime() + draftLifeMs).toISOString();
  const written = JSON.stringify(answers);
  return await withDrafts(ctx, async (tx) => {
    if (token !== undefined) {
      const [known] = await tx.execute<SealedDraft>(
        sql`select sealed_answers, sealed_key from drafts where token_hash = ${hashForDrafts(ctx, "token", token)} for update`,
      );
      const key = known?.sealed_key ? await openDraftKey(token, known.sealed_key) : undefined;
      const { sealedAnswers, sealedKey } = await sealDraft(token, written, key);
      const kept =
        await tx.execute(sql`update drafts set flow = ${flow}, language = ${language}, answers = '{}', sealed_answers = ${sealedAnswers},
          elsewhere_hash = case when sealed_key is null then null else elsewhere_hash end,
          elsewhere_pin = case when sealed_key is null then null else elsewhere_pin end, sealed_key = ${sealedKey}, updated_at = ${at}::timestamptz, expires_at = ${expiresAt}::timestamptz
        where token_hash = ${hashForDrafts(ctx, "token", token)} and expires_at > ${at}::timestamptz returning 1`);
      if (kept.length > 0) return token;
    }
    const fresh = newDraftToken();
    const { sealedAnswers, sealedKey } = await sealDraft(fresh, written);
    await tx.execute(sql`insert into drafts (token_hash, flow, language, sealed_answers, sealed_key, updated_at, expires_at)
      values (${hashForDrafts(ctx, "token", fresh)}, ${flow}, ${language}, ${sealedAnswers}, ${sealedKey}, ${at}::timestamptz, ${expiresAt}::timestamptz)`);
    return fresh;
  });
}

export async function loadDraft(ctx: Context, token: string): Promise<Draft | undefined> {
  requirePermission(ctx, "report.submit");
  return await withDrafts(ctx, async (tx) => {
    const [row] = await tx.execute<
      SealedDraft & { flow: string; language: string; answers: unknown }
    >(sql`select flow, language, answers, sealed_answers, sealed_key from drafts
      where token_hash = ${hashForDrafts(ctx, "token", token)} and expires_at > ${ctx.now().toISOString()}::timestamptz`);
    if (!row) return undefined;
    const { flow, language, answers } = row;
    return Draft.parse({ flow, language, answers: (await openDraft(token, row)) ?? answers });
  });
}

export async function dropDraft(ctx: Context, token: string): Promise<void> {
  requirePermission(ctx, "report.submit");
  await withDrafts(
    ctx,
    async (tx) => await tx.execute(sql`delete from drafts where token_hash = ${hashForDrafts(ctx, "token", token)}`),
  );
}
