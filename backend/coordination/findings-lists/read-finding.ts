// Reads one row of a findings list as a tired clerk would: defanged addresses, addresses with a port, dates in the usual forms. Pure.
import { readHeldValue } from "../../registry/index.ts";
import type { FindingField, FindingMapping } from "./model.ts";

export interface ReadFinding {
  ok: true;
  /** An IP literal or a host in lower-case A-labels. */
  address: string;
  isIp: boolean;
  port: number | null;
  at: Date;
  what: string;
  detail: Record<string, string>;
}
export interface RefusedFinding {
  ok: false;
  field: FindingField;
  /** Key after "notify.expected.". */
  expected: "address" | "port" | "at" | "future" | "what";
  said: string;
}

export interface FindingFrame {
  header: readonly string[];
  mapping: FindingMapping;
  defaultWhat: string | null;
  defaultAt: Date | null;
  now: Date;
}

const dayMs = 86_400_000;

export function readFinding(cells: readonly string[], frame: FindingFrame): ReadFinding | RefusedFinding {
  const brought = bring(cells, frame);
  const refuse = (field: FindingField, expected: RefusedFinding["expected"], said: string): RefusedFinding => ({
    ok: false,
    field,
    expected,
    said: said.slice(0, 300),
  });
  const said = brought.address ?? "";
  const place = readPlace(said);
  if (!place) return refuse("address", "address", said);
  const portSaid = brought.port?.replace(/^(?:tcp|udp)[\s/:]*|[\s/](?:tcp|udp)$/i, "").trim() ?? "";
  const port = portSaid === "" ? place.port : /^\d{1,5}$/.test(portSaid) ? Number(portSaid) : Number.NaN;
  if (port !== null && !(port >= 0 && port <= 65_535)) return refuse("port", "port", brought.port ?? "");
  const atSaid = brought.at ?? "";
  const at = atSaid === "" ? frame.defaultAt : readInstant(atSaid);
  if (!at) return refuse("at", "at", atSaid);
  if (at.getTime() > frame.now.getTime() + dayMs) return refuse("at", "future", atSaid);
  const what = (brought.what ?? "").slice(0, 200) || frame.defaultWhat;
  if (!what) return refuse("what", "what", "");
  // A web address says more than its host: it goes along as it stood.
  const column = Object.keys(frame.mapping).find((key) => frame.mapping[key] === "address");
  if (/[/]/.test(said) && column !== undefined) keepDetail(brought.detail, frame.header, Number(column), said);
  return { ok: true, address: place.address, isIp: place.isIp, port, at, what, detail: brought.detail };
}

function bring(
  cells: readonly string[],
  { header, mapping }: FindingFrame,
): Partial<Record<Exclude<FindingField, "detail">, string>> & { detail: Record<string, string> } {
  const brought: Partial<Record<Exclude<FindingField, "detail">, string>> & { detail: Record<string, string> } = {
    detail: {},
  };
  for (const [column, field] of Object.entries(mapping)) {
    const text = (cells[Number(column)] ?? "").trim();
    if (text === "") continue;
    if (field === "detail") keepDetail(brought.detail, header, Number(column), text);
    else brought[field] ??= text;
  }
  return brought;
}

function keepDetail(detail: Record<string, string>, header: readonly string[], column: number, text: string): void {
  const name = (header[column] || `column ${column + 1}`).slice(0, 100);
  // A heading may be the name of something that every object has.
  const value = text.slice(0, 1000);
  Object.defineProperty(detail, name, { value, enumerable: true, configurable: true, writable: true });
}

/** An address or host, also with a port behind it or out of a web address. */
function readPlace(text: string): { address: string; isIp: boolean; port: number | null } | null {
  const [, bracketed, bracketedPort] = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(text) ?? [];
  const [, plain, plainPort] = /^([^:\s/]+):(\d{1,5})$/.exec(text) ?? [];
  // A whole network is no finding's address, and its first address is not meant.
  if (/^[\d.]+\/\d{1,2}$|^[0-9a-f]*:[0-9a-f:.]*\/\d{1,3}$/i.test(text)) return null;
  const held = readHeldValue(bracketed ?? plain ?? text);
  if (!held) return null;
  const port = bracketedPort ?? plainPort;
  return "address" in held
    ? { address: held.address, isIp: true, port: port === undefined ? null : Number(port) }
    : { address: held.host, isIp: false, port: port === undefined ? null : Number(port) };
}

/**
 * "2026-03-01", "2026-03-01 12:30:05", with "Z" or "+01:00", "01/03/2026 12:30" (the day first), seconds or milliseconds since 1970.
 * A time without a zone is UTC. Null for anything else, and for a day that does not exist.
 */
export function readInstant(text: string): Date | null {
  const said = text.trim();
  if (/^\d{9,10}(?:\.\d+)?$/.test(said)) return new Date(Math.round(Number(said) * 1000));
  if (/^\d{12,13}$/.test(said)) return new Date(Number(said));
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(.+))?$/i.exec(said);
  const european = iso ? null : /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T\s,]+(.+))?$/.exec(said);
  const [year, month, day, clock] = iso
    ? [iso[1], iso[2], iso[3], iso[4]]
    : european
      ? [european[3], european[2], european[1], european[4]]
      : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i.exec(clock ?? "00:00");
  if (!time) return null;
  const [hours, minutes, seconds] = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), hours, minutes, seconds));
  if (at.getUTCMonth() !== Number(month) - 1 || at.getUTCDate() !== Number(day)) return null;
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(time[4] ?? "");
  const offsetMinutes = zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  return new Date(at.getTime() - offsetMinutes * 60_000);
}
