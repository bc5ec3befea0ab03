// Access logs: the common and combined formats of Apache and nginx, and the W3C extended format of IIS and proxies.

import { isoTime, monthNumber } from "./line-format.ts";
import type { LineEvent, LineFormat } from "./line-format.ts";

const combined =
  /^(?:(\S+) )?(\S+) (\S+) ([^[]{1,200}?) \[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/;

/** Fields have the names of Sigma's webserver and proxy categories. */
export const combinedFormat: LineFormat = {
  name: "combined web log",
  recognises: (line) => combined.test(line),
  parse: (line) => {
    const found = combined.exec(line);
    if (found === null) return null;
    const [, host, client = "", , user = "", day = "", month = "", year = "", clock = "", zone = "", request = ""] =
      found;
    const [status = "", size = "", referer, agent] = found.slice(11);
    const [method = "", target = "", version = ""] = request.split(" ");
    const event: Record<string, unknown> = {
      timestamp: isoTime(year, monthNumber(month) ?? 1, day, clock, `${zone.slice(0, 3)}:${zone.slice(3)}`),
      "c-ip": client,
      "cs-username": user,
      "cs-method": method,
      "cs-version": version,
      "sc-status": status,
      "sc-bytes": size,
      ...uriFields(target),
      raw: line,
    };
    if (host !== undefined) event["cs-host"] = host;
    if (referer !== undefined) event["cs-referer"] = referer;
    if (agent !== undefined) Object.assign(event, { "cs-user-agent": agent, "c-useragent": agent });
    return { event, logsource: { categories: ["webserver"] } };
  },
};

/** Sigma's public rules look for paths in `cs-uri-query` too, so it holds the whole target, as `c-uri` does. */
function uriFields(target: string): Record<string, string> {
  const stem = target.split("?", 1)[0] ?? "";
  return { "cs-uri": target, "c-uri": target, "cs-uri-stem": stem, "cs-uri-query": target };
}

/** Other spellings in W3C logs of the names that Sigma uses. */
const renamed: Record<string, string> = {
  "cs(User-Agent)": "cs-user-agent",
  "cs(Referer)": "cs-referer",
  "cs(Cookie)": "cs-cookie",
  "cs(Host)": "cs-host",
};

/** A reader of one W3C extended log: the fields are those of the last `#Fields` line. */
export function makeW3cFormat(): LineFormat {
  let fields: string[] = [];
  return {
    name: "W3C extended log",
    recognises: (line) => /^#(?:Fields|Software|Version): /.test(line),
    parse: (line) => {
      const header = /^#Fields:\s*(.*)$/.exec(line);
      if (header !== null) fields = (header[1] ?? "").trim().split(/\s+/);
      return line.startsWith("#") || fields.length === 0 ? null : w3cEvent(fields, line);
    },
  };
}

function w3cEvent(fields: readonly string[], line: string): LineEvent | null {
  const values = line.match(/"(?:[^"]|"")*"|\S+/g) ?? [];
  if (values.length < Math.min(2, fields.length)) return null;
  const event: Record<string, unknown> = { raw: line };
  for (const [index, field] of fields.entries()) {
    const value = values[index];
    if (value === undefined || value === "-") continue;
    event[renamed[field] ?? field] = value.replace(/^"|"$/g, "");
  }
  if (typeof event["date"] === "string" && typeof event["time"] === "string")
    event["timestamp"] = `${event["date"]}T${event["time"]}Z`;
  if (typeof event["cs-user-agent"] === "string") event["c-useragent"] ??= event["cs-user-agent"].replaceAll("+", " ");
  const isProxy = fields.includes("cs-host") || fields.includes("r-dns") || fields.includes("cs-uri");
  return { event, logsource: { categories: isProxy ? ["proxy", "webserver"] : ["webserver"] } };
}
