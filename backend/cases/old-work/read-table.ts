// Tickets from the rows of a table: a CSV of any system, or the spreadsheet that RT's search gives (tab-separated). Pure.
import type { ReadSheet } from "../../platform/sheets/index.ts";
import type { OldChoices, OldField } from "./model.ts";
import {
  cleanText,
  expectedSeverity,
  expectedState,
  expectedTime,
  oneLine,
  type OldMessage,
  readOldTime,
  readSeverity,
  readState,
  type ReadTicket,
  unread,
} from "./ticket.ts";

const headings: Record<OldField, readonly string[]> = {
  number: [
    "number",
    "id",
    "ticket",
    "ticket id",
    "ticket number",
    "reference",
    "ref",
    "no",
    "numero",
    "numéro",
    "n°",
    "référence",
    "дугаар",
  ],
  title: ["title", "subject", "summary", "titre", "objet", "sujet", "гарчиг", "сэдэв"],
  status: ["status", "state", "statut", "etat", "état", "төлөв", "төлөв байдал"],
  severity: ["severity", "gravite", "gravité", "sévérité", "ноцтой байдал", "зэрэглэл"],
  opened: [
    "created",
    "opened",
    "date",
    "created at",
    "opened at",
    "cree le",
    "créé le",
    "ouvert le",
    "date ouverture",
    "үүсгэсэн",
    "нээсэн",
    "огноо",
  ],
  closed: ["resolved", "closed", "closed at", "clos le", "fermé le", "résolu le", "хаасан", "дууссан"],
  text: ["text", "description", "body", "content", "details", "détails", "contenu", "тайлбар", "агуулга"],
  from: [
    "requestors",
    "requestor",
    "requester",
    "from",
    "reporter",
    "email",
    "demandeur",
    "déclarant",
    "илгээгч",
    "мэдээлэгч",
  ],
};

/** By the words of the heading; every other column is left out. A proposal that people change. */
export function proposeColumns(header: readonly string[]): OldChoices["columns"] {
  const plain = header.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[_.-]+/g, " ")
      .trim(),
  );
  const columns: OldChoices["columns"] = {};
  for (const field of Object.keys(headings) as OldField[]) {
    const at = headings[field]
      .map((word) => plain.indexOf(word))
      .find((place) => place >= 0 && !(String(place) in columns));
    if (at !== undefined) columns[String(at)] = field;
  }
  return columns;
}

/** Rows in their order; a row that cannot be read says which field, what was expected, and what stood there. */
export function readTable(sheet: Pick<ReadSheet, "rows">, choices: OldChoices): ReadTicket[] {
  return sheet.rows.map(({ line, cells }) => readRow(cells, line, choices));
}

function readRow(cells: readonly string[], line: number, { columns, zone, rest }: OldChoices): ReadTicket {
  const said = (field: OldField): string => {
    const column = Object.keys(columns).find((place) => columns[place] === field);
    return column === undefined ? "" : (cells[Number(column)] ?? "").trim();
  };
  const of = { number: oneLine(said("number"), 200), title: oneLine(said("title"), 300) };
  if (of.number === "") return unread(of, "number", "the number that this ticket had", `line ${line}`);
  if (of.title === "") return unread(of, "title", "a title", `line ${line}`);
  const status = said("status") === "" ? rest : readState(said("status"));
  if (status === undefined) return unread(of, "status", expectedState, said("status"));
  const severity = said("severity") === "" ? "medium" : readSeverity(said("severity"));
  if (severity === undefined) return unread(of, "severity", expectedSeverity, said("severity"));
  const openedAt = readOldTime(said("opened"), zone);
  if (openedAt === null || openedAt === undefined) return unread(of, "opened", expectedTime, said("opened"));
  const closed = readOldTime(said("closed"), zone);
  if (closed === undefined) return unread(of, "closed", expectedTime, said("closed"));
  if (closed !== null && closed < openedAt)
    return unread(of, "closed", "a time that is not before it was opened", said("closed"));
  const body = cleanText(said("text"));
  const sender = oneLine(said("from"), 1000);
  const first: OldMessage = {
    kind: "correspondence",
    messageId: null,
    sender,
    recipients: "",
    subject: of.title,
    body,
    at: openedAt,
    raw: null,
  };
  return {
    isRead: true,
    ...of,
    status,
    severity,
    openedAt,
    closedAt: status === "closed" ? (closed ?? openedAt) : null,
    messages: body === "" && sender === "" ? [] : [first],
  };
}
