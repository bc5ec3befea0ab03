// What is signed of a contact book: when it was made, and the hashes of its pages and files. Its first line is that of no checkpoint. Pure.
import { createHash } from "node:crypto";
import type { ContactBook } from "./model.ts";

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export function bookNoteText(book: ContactBook, pdf: Uint8Array, json: Uint8Array): string {
  return [
    book.format,
    `made ${book.madeAt}`,
    ...book.pages.map(({ page, sha256 }) => `page ${page} ${sha256}`),
    `file contacts.json ${hash(json)}`,
    `file contacts.pdf ${hash(pdf)}`,
    "",
  ].join("\n");
}
