// Lays the contact book out on A5 pages, headings in three languages, each page with the hash of what stands on it. Pure.
import { createHash } from "node:crypto";
import { canonicalJson } from "../../platform/audit/index.ts";
import type { FixedDocument, FixedItem } from "../../platform/pdf/index.ts";
import type { Translator } from "../../platform/words/index.ts";
import type { BookEntry, BookPage, ContactBook } from "./model.ts";

/** A5 in points. */
const width = 419.5;
const margin = 34;
const inner = width - 2 * margin;
const entriesAPage = 7;

/** SHA-256 of a page: over its number and its entries, as the data file has them. */
export function hashOfPage(page: number, entries: readonly BookEntry[]): string {
  return createHash("sha256")
    .update(canonicalJson({ page, entries: [...entries] }))
    .digest("hex");
}

/** A section begins on a new page, so that a sheet can be handed to who needs it. */
export function paginate(entries: readonly BookEntry[]): BookPage[] {
  const pages: BookPage[] = [];
  let current: BookEntry[] = [];
  const close = (): void => {
    if (current.length === 0) return;
    const page = pages.length + 1;
    pages.push({ page, entries: current, sha256: hashOfPage(page, current) });
    current = [];
  };
  for (const entry of entries) {
    if (current.length >= entriesAPage || (current[0] && current[0].section !== entry.section)) close();
    current.push(entry);
  }
  close();
  return pages;
}

/** @param words of French, English and Mongolian, in this order. */
export function layOutBook(book: ContactBook, words: readonly Translator[]): FixedDocument {
  const inAll = (key: string): string => words.map((say) => say(key)).join(" · ");
  return {
    language: "fr",
    title: inAll("crisis.book.title"),
    issuer: book.issuer,
    reference: book.madeAt,
    createdAt: new Date(book.madeAt),
    paper: "A5",
    pages: book.pages.map((page) => drawPage(book, page, inAll)),
  };
}

function drawPage(book: ContactBook, page: BookPage, inAll: (key: string) => string): FixedItem[] {
  const items: FixedItem[] = [];
  const text = (y: number, size: number, said: string, isBold = false, height?: number): void =>
    void items.push({
      kind: "text",
      x: margin,
      y,
      width: inner,
      size,
      text: said,
      isBold,
      ...(height === undefined ? {} : { height }),
    });
  text(26, 7.5, `${book.issuer} · ${inAll("crisis.book.title")}`);
  text(38, 11, inAll(`crisis.book.section.${page.entries[0]?.section ?? "other"}`), true);
  text(54, 6, inAll("crisis.book.stamp"), false, 16);
  items.push({ kind: "line", x: margin, y: 72, toX: width - margin, toY: 72 });
  let y = 77;
  for (const entry of page.entries) {
    text(y, 9.5, [entry.organisation, entry.name].filter((part) => part !== "").join(" · "), true);
    text(y + 13, 7.5, [entry.role, entry.hours, entry.languages].filter((part) => part !== "").join(" · "));
    text(y + 24, 11, entry.phone === "" ? "—" : `☎ ${entry.phone}`, true);
    text(y + 39, 8, entry.safeChannel === "" ? "" : `${inAll("crisis.book.safe")}: ${entry.safeChannel}`);
    text(y + 51, 8, entry.email);
    items.push({ kind: "line", x: margin, y: y + 63, toX: width - margin, toY: y + 63 });
    y += 66;
  }
  text(543, 7, `${inAll("crisis.book.made")}: ${book.madeAt.slice(0, 16).replace("T", " ")} UTC`);
  text(554, 6, `SHA-256 ${page.sha256}`);
  text(565, 7, `${page.page} / ${book.pages.length}`);
  return items;
}
