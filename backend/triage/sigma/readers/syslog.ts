// Syslog lines: RFC 5424, RFC 3164, and what journald and rsyslog write to files (the same without a priority).

import { cefFormat, leefFormat } from "./cef-leef.ts";
import { ciscoFormat } from "./cisco-ios.ts";
import { isoTime, keyValues, monthNumber } from "./line-format.ts";
import type { LineEvent, LineFormat } from "./line-format.ts";

const rfc5424 = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]\\]|\\.)*\])+)(?: (.*))?$/s;
const rfc3164 = /^(?:<(\d{1,3})>)?([A-Z][a-z]{2}) +(\d{1,2}) (?:(\d{4}) )?(\d{2}:\d{2}:\d{2})(?:\.\d+)? (\S+) (.*)$/s;
const isoLine = /^(?:<(\d{1,3})>)?(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})) (\S+) (.*)$/s;
const tagged = /^([^\s:[\]]{1,64})(?:\[(\d+)\])?: ?(.*)$/s;

/** Services of Sigma's Linux log sources by the program that writes, beside "syslog" which all are. */
const servicesOfProgram: Record<string, string[]> = {
  sshd: ["sshd", "auth"],
  sudo: ["sudo", "auth"],
  su: ["auth"],
  login: ["auth"],
  "systemd-logind": ["auth"],
  cron: ["cron"],
  crond: ["cron"],
  guacd: ["guacamole"],
  vsftpd: ["vsftpd"],
  clamd: ["clamav"],
  freshclam: ["clamav"],
};

interface Header {
  priority?: string | undefined;
  time: string;
  host: string;
  program: string;
  processId: string;
  text: string;
  structured: string;
}

/** A line without a year gets the current one; its month and day are what correlations need. */
export const syslogFormat: LineFormat = {
  name: "syslog",
  recognises: (line) => rfc5424.test(line) || isoLine.test(line) || startsWithDate(line),
  parse: (line) => {
    const header = readHeader(line);
    return header === null ? null : eventOf(header, line);
  },
};

function startsWithDate(line: string): boolean {
  const found = rfc3164.exec(line);
  return found !== null && monthNumber(found[2] ?? "") !== undefined;
}

function readHeader(line: string): Header | null {
  const modern = rfc5424.exec(line);
  if (modern !== null) {
    const [, priority, time = "", host = "", program = "", processId = "", , structured = "", text = ""] = modern;
    return { priority, time, host, program, processId, structured, text: text.replace(/^\ufeff/, "") };
  }
  const iso = isoLine.exec(line);
  if (iso !== null) {
    const [, priority, time = "", host = "", rest = ""] = iso;
    return { priority, time, host, structured: "", ...tagOf(rest) };
  }
  const old = rfc3164.exec(line);
  const month = monthNumber(old?.[2] ?? "");
  if (old === null || month === undefined) return null;
  const [, priority, , day = "", year, clock = "", host = "", rest = ""] = old;
  const time = isoTime(year ?? new Date().getUTCFullYear(), month, day, clock);
  return { priority, time, host, structured: "", ...tagOf(rest) };
}

function tagOf(rest: string): { program: string; processId: string; text: string } {
  const found = tagged.exec(rest);
  if (found === null) return { program: "", processId: "", text: rest };
  return { program: found[1] ?? "", processId: found[2] ?? "", text: found[3] ?? "" };
}

function eventOf(header: Header, line: string): LineEvent {
  const inner = [cefFormat, leefFormat, ciscoFormat].find((format) => format.recognises(line))?.parse(line);
  if (inner !== undefined && inner !== null) {
    inner.event["timestamp"] ??= header.time;
    inner.event["host"] ??= header.host;
    return inner;
  }
  const program = header.program.split("/").at(-1)?.toLowerCase() ?? "";
  const event: Record<string, unknown> = {
    timestamp: header.time,
    host: header.host,
    program: header.program,
    message: header.text,
    raw: line,
  };
  if (header.processId !== "" && header.processId !== "-") event["pid"] = header.processId;
  if (header.priority !== undefined) {
    event["facility"] = Number(header.priority) >> 3;
    event["severity"] = Number(header.priority) & 7;
  }
  if (header.structured.length > 1) event["structured_data"] = keyValues(header.structured);
  const services = ["syslog", ...(Object.hasOwn(servicesOfProgram, program) ? (servicesOfProgram[program] ?? []) : [])];
  return { event, logsource: { product: "linux", services, categories: ["syslog"] } };
}
