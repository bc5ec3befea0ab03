// Reads a file of old work, whatever of table, mbox and RT's JSON it is, into tickets.
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { readSheet } from "../../platform/sheets/index.ts";
import type { OldChoices, OldKind, OldPreview } from "./model.ts";
import { readMbox } from "./read-mbox.ts";
import { readRt } from "./read-rt.ts";
import { proposeColumns, readTable } from "./read-table.ts";
import type { ReadTicket } from "./ticket.ts";

/** By the first bytes; a table where nothing else fits. */
export function guessOldKind(bytes: Uint8Array): OldKind {
  const begins = Buffer.from(bytes.subarray(0, 2000))
    .toString("utf8")
    .replace(/^\ufeff/, "");
  if (begins.startsWith("From ")) return "mbox";
  return /^\s*[[{]/.test(begins) ? "rt" : "table";
}

export interface OldFile {
  header: string[];
  samples: string[][];
  columns: OldChoices["columns"];
  tickets: ReadTicket[];
}

/**
 * @param choices absent: as a file is first looked at; the columns are then proposed.
 * @throws AppError too_large, unsupported_media_type; invalid_input `file` in words.
 */
export async function readOldFile(
  kind: OldKind,
  bytes: Buffer,
  choices: OldChoices,
  isFirst: boolean,
): Promise<OldFile> {
  const file =
    kind === "table" ? await readAsTable(bytes, choices, isFirst) : await readAsTickets(kind, bytes, choices);
  if (file.tickets.length === 0)
    throw invalidInput([
      {
        path: "file",
        message:
          "Expected at least one ticket: rows under column names, mails that begin with a line From, or RT's JSON.",
      },
    ]);
  return file;
}

async function readAsTable(bytes: Buffer, choices: OldChoices, isFirst: boolean): Promise<OldFile> {
  const sheet = await readSheet(bytes);
  const columns = isFirst ? proposeColumns(sheet.header) : choices.columns;
  const samples = sheet.rows.slice(0, 20).map(({ cells }) => cells.map((cell) => cell.slice(0, 200)));
  return { header: sheet.header, samples, columns, tickets: readTable(sheet, { ...choices, columns }) };
}

async function readAsTickets(kind: "mbox" | "rt", bytes: Buffer, choices: OldChoices): Promise<OldFile> {
  try {
    const tickets =
      kind === "mbox" ? await readMbox(bytes, choices) : readRt(bytes.toString("utf8").replace(/^\ufeff/, ""), choices);
    return { header: [], samples: [], columns: {}, tickets };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw invalidInput([{ path: "file", message: error instanceof Error ? error.message : "Expected tickets." }]);
  }
}

/** What is shown before anything is kept. */
export function previewOf(file: OldFile): OldPreview {
  const refused = file.tickets.filter(({ isRead }) => !isRead);
  const position = new Map(file.tickets.map((ticket, at) => [ticket, at + 1]));
  // What cannot be read is shown first: it is what somebody must decide on.
  const shown = [...refused.slice(0, 20), ...file.tickets.filter(({ isRead }) => isRead).slice(0, 20)];
  return {
    total: file.tickets.length,
    refused: refused.length,
    samples: file.samples,
    tickets: shown.map((ticket) => ({
      position: position.get(ticket) ?? 0,
      number: ticket.number,
      title: ticket.title,
      status: ticket.isRead ? ticket.status : null,
      openedAt: ticket.isRead ? ticket.openedAt : null,
      closedAt: ticket.isRead ? ticket.closedAt : null,
      messages: ticket.isRead ? ticket.messages.length : 0,
      field: ticket.isRead ? null : ticket.field,
      expected: ticket.isRead ? null : ticket.expected,
      said: ticket.isRead ? null : ticket.said,
    })),
  };
}
