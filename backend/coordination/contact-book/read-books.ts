// Contact books that were made, whether the last one is old, and the file of one.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { formatVerifierKey, logKey, noteReading, readHeadNote } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { readBookSetting } from "./make-book.ts";
import { type BooksPage, type BookView, isBookOld } from "./model.ts";

/** The newest 50, and the key that each is checked with. */
export async function readBooks(ctx: Context): Promise<BooksPage> {
  requirePermission(ctx, "contacts.export");
  const newest = await readOnly(ctx, async (tx) => await readHeadNote(tx), "system");
  return await readOnly(ctx, async (tx) => {
    const setting = (await readBookSetting(tx)) ?? null;
    const books = await tx.execute<BookView & Record<string, unknown>>(sql`
      select b.id, ${iso(sql`b.made_at`)} as "madeAt", p.name as "madeBy", b.cause, b.recipient, b.entries, b.pages, encode(b.sha256, 'hex') as sha256, b.size,
        b.file is not null as "isKept" from contact_books b left join people p on p.id = b.made_by order by b.made_at desc, b.id desc limit 50`);
    return {
      setting,
      isOld: isBookOld(books[0]?.madeAt ?? null, setting?.everyDays ?? 7, ctx.now()),
      verifierKey: formatVerifierKey(logKey(ctx, newest)),
      books: [...books],
    };
  });
}

/** @throws not_found once later books have taken its place. */
export async function takeBook(ctx: Context, bookId: string): Promise<{ file: Buffer; madeAt: string }> {
  requirePermission(ctx, "contacts.export");
  if (!isId(bookId)) throw notFound("contact book");
  const [book] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ file: Buffer | null; madeAt: string }>(
        sql`select file, ${iso(sql`made_at`)} as "madeAt" from contact_books where id = ${bookId}`,
      ),
  );
  if (!book?.file) throw notFound("contact book");
  await noteReading(ctx, { action: "contact_book.read", objectType: "contact_book", objectId: bookId });
  return { file: book.file, madeAt: book.madeAt };
}
