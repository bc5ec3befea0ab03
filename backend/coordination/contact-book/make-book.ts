// Makes the contact book: pages and data, signed with the log's key, encrypted to a key that is kept elsewhere; as a file for whoever carries it away.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { logKey, readHeadNote, signText, writeAudit } from "../../platform/audit/index.ts";
import { writeEntries } from "../../platform/backup/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { writeFixedPdf } from "../../platform/pdf/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { bookNoteText } from "./book-note.ts";
import { collectContacts } from "./collect-contacts.ts";
import { layOutBook, paginate } from "./lay-out-book.ts";
import { bindBook, type ContactBook, isBookDue, SetBook } from "./model.ts";

const settingKey = "contact_book";
/** So many files stay; of older books only that they were made. */
const keptFiles = 5;
const folderName = "contact-books";

/** @throws step_up_required; invalid_input by field. */
export async function setBook(ctx: Context, input: SetBook): Promise<void> {
  requirePermission(ctx, "contacts.export");
  const setting = SetBook.parse(input);
  await withTransaction(ctx, async (tx) => {
    await requireStepUp(tx, ctx, bindBook.set(setting.recipient));
    await tx.execute(sql`insert into settings (key, value, changed_at) values (${settingKey}, ${JSON.stringify(setting)}::jsonb, ${ctx.now().toISOString()}::timestamptz)
      on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
    await writeAudit(tx, ctx, {
      action: "contacts.set_key",
      objectType: "settings",
      objectId: settingKey,
      detail: setting,
    });
  });
}

export async function readBookSetting(tx: Tx): Promise<SetBook | undefined> {
  const [row] = await tx.execute<{ value: unknown }>(sql`select value from settings where key = ${settingKey}`);
  const known = row === undefined ? undefined : SetBook.safeParse(row.value);
  return known?.success ? known.data : undefined;
}

/** The button. @throws refused before a key was set. */
export async function makeBookNow(ctx: Context): Promise<{ id: string }> {
  requirePermission(ctx, "contacts.export");
  const setting = await readOnly(ctx, async (tx) => await readBookSetting(tx));
  if (!setting)
    throw new AppError("refused", "Say first for whose key the book is locked.", { words: "crisis.refused.no_key" });
  return await makeBook(ctx, "button", setting.recipient);
}

/** The schedule: once the interval has passed. Nothing without a key; the page says so. */
export async function makeDueBook(ctx: Context): Promise<void> {
  requirePermission(ctx, "contacts.export");
  const { setting, last } = await readOnly(ctx, async (tx) => ({
    setting: await readBookSetting(tx),
    last: await tx.execute<{ at: string }>(
      sql`select made_at as at from contact_books where cause <> 'command' order by made_at desc limit 1`,
    ),
  }));
  if (setting && isBookDue(last[0]?.at ?? null, setting.everyDays, ctx.now()))
    await makeBook(ctx, "schedule", setting.recipient);
}

/** @param path of the file; absent, one in the data folder. @throws when the recipient is none, or the file is there already. */
export async function makeBook(
  ctx: Context,
  cause: "schedule" | "button" | "command",
  recipient: string,
  path?: string,
): Promise<{ id: string; entries: number; pages: number }> {
  requirePermission(ctx, "contacts.export");
  const now = ctx.now();
  const id = newId(now);
  // Everybody who may be needed, whoever makes it: it is locked for the key's holder.
  const { entries, newest } = await readOnly(
    ctx,
    async (tx) => ({ entries: await collectContacts(tx), newest: await readHeadNote(tx) }),
    "system",
  );
  const book: ContactBook = {
    format: "toguna-contact-book/1",
    issuer: loadCountry(ctx.config.country).cert.shortName,
    madeAt: now.toISOString(),
    pages: paginate(entries),
  };
  const pdf = await writeFixedPdf(layOutBook(book, [wordsIn("fr"), wordsIn("en"), wordsIn("mn")]));
  const json = Buffer.from(`${JSON.stringify(book, null, 2)}\n`);
  const note = signText(bookNoteText(book, pdf, json), logKey(ctx, newest));
  const folder = join(ctx.config.dataDir, folderName);
  const file = path ?? join(folder, `contacts-${now.toISOString().slice(0, 10)}-${id}.age`);
  if (path === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const writer = await writeEntries(file, recipient);
  await writer.add("contacts.pdf", pdf);
  await writer.add("contacts.json", json);
  await writer.add("contacts.note", Buffer.from(note));
  await writer.finish();
  const bytes = await readFile(file);
  const sha256 = createHash("sha256").update(bytes).digest();
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into contact_books (id, made_at, made_by, cause, recipient, entries, pages, note, sha256, size, file)
      values (${id}, ${now.toISOString()}::timestamptz, ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${cause}, ${recipient}, ${entries.length},
        ${book.pages.length}, ${note}, ${sha256}, ${bytes.length}, ${cause === "command" ? null : bytes})`);
    await tx.execute(sql`update contact_books set file = null where file is not null and id not in (
      select id from contact_books where file is not null order by made_at desc, id desc limit ${keptFiles})`);
    await writeAudit(tx, ctx, {
      action: "contacts.export",
      objectType: "contact_book",
      objectId: id,
      detail: { cause, recipient, entries: entries.length, pages: book.pages.length, sha256: sha256.toString("hex") },
    });
  });
  if (path === undefined) await forgetOldFiles(folder);
  return { id, entries: entries.length, pages: book.pages.length };
}

/** Names begin with the day, so that they sort by it. */
async function forgetOldFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("contacts-") && name.endsWith(".age")).sort();
  for (const name of names.slice(0, -keptFiles)) await rm(join(folder, name), { force: true });
}
