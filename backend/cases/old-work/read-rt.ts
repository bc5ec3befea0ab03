// Tickets of RT and RTIR as their REST 2.0 interface gives them as JSON, each with its transactions and their attachments where those were fetched too. Pure.
import { parseJson } from "./parse-json.ts";
import type { OldChoices } from "./model.ts";
import {
  cleanText,
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

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
/** A user or queue stands there as an object with its id, or as its name. */
const nameOf = (value: unknown): string =>
  isFields(value) ? textOf(value["Name"]) || textOf(value["id"]) : textOf(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** @param text a JSON list of tickets, an object with `items`, or one ticket a line. @throws an Error in words for what is none of them. */
export function readRt(text: string, choices: OldChoices): ReadTicket[] {
  return ticketsIn(text).map((ticket) => readTicket(ticket, choices));
}

function ticketsIn(text: string): unknown[] {
  const whole = parseJson(text);
  if (whole.isJson) {
    const { value } = whole;
    if (Array.isArray(value)) return value as unknown[];
    if (isFields(value)) return Array.isArray(value["items"]) ? (value["items"] as unknown[]) : [value];
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, at) => {
    const one = parseJson(line);
    if (!one.isJson) throw new Error(`line ${at + 1}: expected a ticket as JSON`);
    return one.value;
  });
}

function readTicket(value: unknown, { zone, rest }: OldChoices): ReadTicket {
  if (!isFields(value))
    return unread({ number: "", title: "" }, "ticket", "a ticket as RT's REST 2.0 gives it", textOf(value));
  const of = { number: oneLine(textOf(value["id"]), 200), title: oneLine(textOf(value["Subject"]), 300) || "—" };
  if (of.number === "") return unread(of, "id", "the ticket's id", "");
  const said = textOf(value["Status"]);
  const status = said === "" ? rest : readState(said);
  if (status === undefined) return unread(of, "Status", expectedState, said);
  const openedAt = readOldTime(textOf(value["Created"]), zone);
  if (openedAt === null || openedAt === undefined) return unread(of, "Created", expectedTime, textOf(value["Created"]));
  const resolved = readOldTime(textOf(value["Resolved"]), zone);
  if (resolved === undefined) return unread(of, "Resolved", expectedTime, textOf(value["Resolved"]));
  const closedAt = resolved !== null && resolved >= openedAt ? resolved : openedAt;
  return {
    isRead: true,
    ...of,
    status,
    severity: readSeverity(fieldOf(value["CustomFields"], "Severity")) ?? "medium",
    openedAt,
    closedAt: status === "closed" ? closedAt : null,
    messages: messagesOf(value, zone),
  };
}

/** Custom fields are a list of {name, values}, or an object of lists by name. */
function fieldOf(fields: unknown, name: string): string {
  if (isFields(fields)) return textOf(listOf(fields[name])[0]);
  const field = listOf(fields).find((one) => isFields(one) && one["name"] === name);
  return isFields(field) ? textOf(listOf(field["values"])[0]) : "";
}

function messagesOf(ticket: Fields, zone: string): OldMessage[] {
  const requestors = listOf(ticket["Requestor"]).map(nameOf).join(", ");
  return listOf(ticket["Transactions"] ?? ticket["History"]).flatMap((one) => {
    if (!isFields(one)) return [];
    const type = textOf(one["Type"]);
    if (!["Create", "Correspond", "Comment", "CommentEmailRecord", "EmailRecord"].includes(type)) return [];
    const parts = listOf(one["Attachments"]).filter(isFields);
    const body =
      textOf(one["Content"]) ||
      parts
        .map(plainTextOf)
        .filter((text) => text !== "")
        .join("\n\n");
    if (body === "") return [];
    const first = parts.find((part) => textOf(part["MessageId"]) !== "");
    const message: OldMessage = {
      kind: type.startsWith("Comment") ? "comment" : "correspondence",
      messageId: first ? oneLine(textOf(first["MessageId"]), 1000) : null,
      sender: oneLine(nameOf(one["Creator"]), 1000),
      recipients: oneLine(requestors, 4000),
      subject: oneLine(textOf(first?.["Subject"] ?? ticket["Subject"]), 1000),
      body: cleanText(body),
      at: readOldTime(textOf(one["Created"]), zone) ?? null,
      raw: null,
    };
    return [message];
  });
}

/** REST 2.0 gives an attachment's content in base64. */
function plainTextOf(part: Fields): string {
  if (!/^text\/plain\b/i.test(textOf(part["ContentType"]))) return "";
  const content = textOf(part["Content"]);
  const isBase64 = content.length % 4 === 0 && /^[A-Za-z0-9+/\r\n]*={0,2}\s*$/.test(content);
  return isBase64 ? Buffer.from(content, "base64").toString("utf8") : content;
}
