// Puts a word about the money behind the receipt, in plain words of the reporter's language.
import { sql } from "drizzle-orm";
import type { Language } from "../../intake/model.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { spokenTo } from "../find-reachable.ts";
import { composeFreezeNews } from "./compose-freeze.ts";
import type { FreezeAnswer } from "./model.ts";

/** In the caller's own, audited transaction. */
export async function tellReporter(
  tx: Tx,
  ctx: Context,
  reportId: string,
  partner: string,
  news: FreezeAnswer | "asked",
): Promise<void> {
  const [report] = await tx.execute<{ language: Language; speaks: string | null }>(
    sql`select language, speaks from reports where id = ${reportId}`,
  );
  const language = report ? spokenTo(report) : "fr";
  const body = composeFreezeNews(wordsIn(language), partner, news);
  await tx.execute(sql`insert into messages (id, report_id, direction, channel, kind, body, at)
    values (${newId(ctx.now())}, ${reportId}, 'to_reporter', 'receipt', 'status', ${body}, ${ctx.now().toISOString()}::timestamptz)`);
}
