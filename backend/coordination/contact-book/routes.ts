// The contact book over HTTP: for whose key it is locked, when it was last made, the button, the file.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { makeBookNow, setBook } from "./make-book.ts";
import { BooksPage, SetBook } from "./model.ts";
import { readBooks, takeBook } from "./read-books.ts";

const tag = "contact-book";
const root = "/api/v1/contact-books";
const access = { kind: "act", act: "contacts.export" } as const;

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
