// Checks a contact book without the platform, its database or a network: the key that opens it, the signature, every file and every page.
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { readVerifierKey } from "../../platform/audit/proof/keys.ts";
import { openNote } from "../../platform/audit/proof/note.ts";
import { readEntries } from "../../platform/backup/index.ts";
import { bookNoteText } from "./book-note.ts";
import { hashOfPage } from "./lay-out-book.ts";
import type { ContactBook } from "./model.ts";

export interface VerifiedBook {
  madeAt: string;
  entries: number;
  pages: number;
  files: Record<"contacts.pdf" | "contacts.json" | "contacts.note", Buffer>;
}

/**
 * @param identity the secret part of the key it was locked for ("AGE-SECRET-KEY-1…"). @param key the log's verifier key, noted elsewhere.
 * @throws Error that says which part does not fit.
 */
export async function verifyBook(path: string, identity: string, key: string): Promise<VerifiedBook> {
  const files: Record<string, Buffer> = {};
  await readEntries(path, identity, async ({ name, bytes }) => {
    files[name] = await buffer(Readable.from(bytes));
  });
  const { "contacts.pdf": pdf, "contacts.json": json, "contacts.note": note } = files;
  if (!pdf || !json || !note) throw new Error("this is no contact book: contacts.pdf, .json or .note is missing");
  const { text } = openNote(note.toString("utf8"), [readVerifierKey(key)]);
  const book = JSON.parse(json.toString("utf8")) as ContactBook;
  if (book.format !== "toguna-contact-book/1")
    throw new Error(`expected the format toguna-contact-book/1, found ${String(book.format)}`);
  for (const { page, entries, sha256 } of book.pages)
    if (hashOfPage(page, entries) !== sha256) throw new Error(`page ${page} is not as it was made`);
  if (bookNoteText(book, pdf, json) !== text) throw new Error("the files are not those that were signed");
  return {
    madeAt: book.madeAt,
    entries: book.pages.reduce((sum, { entries }) => sum + entries.length, 0),
    pages: book.pages.length,
    files: { "contacts.pdf": pdf, "contacts.json": json, "contacts.note": note },
  };
}
