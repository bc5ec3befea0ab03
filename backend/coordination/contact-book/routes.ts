// The contact book over HTTP: for whose key it is locked, when it was last made, the button, the file.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { formatVerifierKey, logKey, readHeadNote, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { makeBookNow, readBookSetting, setBook } from "./make-book.ts";
import { BooksPage, type BookView, isBookOld, SetBook } from "./model.ts";

const tag = "contact-book";
const root = "/api/v1/contact-books";
const access = { kind: "act", act: "contacts.export" } as const;

async function readBooks(ctx: Context): Promise<BooksPage> {
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
async function takeBook(ctx: Context, bookId: string): Promise<{ file: Buffer; madeAt: string }> {
  requirePermission(ctx, "contacts.export");
  if (!isId(bookId)) throw notFound("contact book");
  return await withTransaction(ctx, async (tx) => {
    const [book] = await tx.execute<{ file: Buffer | null; madeAt: string }>(
      sql`select file, ${iso(sql`made_at`)} as "madeAt" from contact_books where id = ${bookId}`,
    );
    if (!book?.file) throw notFound("contact book");
    await writeAudit(tx, ctx, { action: "contacts.take", objectType: "contact_book", objectId: bookId });
    return { file: book.file, madeAt: book.madeAt };
  });
}

export const contactBookRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Contact books that were made, and for whose key they are locked",
    tag,
    response: BooksPage,
    handle: async ({ ctx }) => await readBooks(ctx),
  }),
  route({
    method: "put",
    path: `${root}/setting`,
    access,
    summary: "Say for whose key the contact book is locked and how often it is made, with the passkey",
    tag,
    body: SetBook,
    handle: async ({ ctx, body }) => await setBook(ctx, body),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Make the contact book now",
    tag,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx }) => await makeBookNow(ctx),
  }),
  route({
    method: "get",
    path: `${root}/:bookId/file`,
    access,
    summary: "A contact book, encrypted",
    tag,
    handle: async ({ ctx, params }) => {
      const { file, madeAt } = await takeBook(ctx, params["bookId"] ?? "");
      return new Response(new Uint8Array(file), {
        headers: {
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename="contacts-${madeAt.slice(0, 10)}.age"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
];
