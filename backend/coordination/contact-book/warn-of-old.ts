// A contact book that has grown old warns who leads by mail, once a week: whoever believes in it will be wrong on the one day that counts.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, withTransaction } from "../../platform/db/index.ts";
import { leadersIn, mailPeople } from "../crisis/tell-people.ts";
import { readBookSetting } from "./make-book.ts";
import { isBookOld } from "./model.ts";

/** Where nobody said how often: the longest that may be set. */
const mostDays = 90;

/** Nothing before there was a first book. @returns whether somebody was told. */
export async function warnOfOldBook(ctx: Context): Promise<boolean> {
  requirePermission(ctx, "contacts.export");
  return await withTransaction(ctx, async (tx) => {
    const setting = await readBookSetting(tx);
    const [last] = await tx.execute<{ id: string; at: string }>(
      sql`select id, ${iso(sql`made_at`)} as at from contact_books order by made_at desc, id desc limit 1`,
    );
    if (!last || !isBookOld(last.at, setting?.everyDays ?? mostDays, ctx.now())) return false;
    const week = Math.floor((ctx.now().getTime() - Date.parse(last.at)) / (7 * 86_400_000));
    await mailPeople(tx, ctx, await leadersIn(tx), {
      key: "old_book",
      cause: `contact-book-old:${last.id}:${week}`,
      values: { when: last.at.slice(0, 10) },
      path: "/desk/contact-books",
    });
    await writeAudit(tx, ctx, {
      action: "contacts.warn_old",
      objectType: "contact_book",
      objectId: last.id,
      detail: { week },
    });
    return true;
  });
}
