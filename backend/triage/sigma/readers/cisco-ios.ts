// Lines of Cisco IOS: "host sequence: time: %FACILITY-SEVERITY-MNEMONIC: text", as devices keep and send them (Cisco IOS, "Logging Messages").

import { isoTime, monthNumber } from "./line-format.ts";
import type { LineFormat } from "./line-format.ts";

/** Before the message: a priority, a host, a sequence number and a time, each of which may be absent. */
const line = /^(?:<(\d{1,3})>)?([^%"{]{0,160}?)%([A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*)-([0-7])-([A-Z][A-Z0-9_]*): ?(.*)$/s;
const clock = /([A-Z][a-z]{2}) +(\d{1,2}) (?:(\d{4}) )?(\d{2}:\d{2}:\d{2})/g;
const hostAtStart = /^(\d{1,3}(?:\.\d{1,3}){3}|[A-Za-z][\w.-]*)(?=:? )/;

export const ciscoFormat: LineFormat = {
  name: "Cisco IOS",
  recognises: (text) => line.test(text),
  parse: (text) => {
    const found = line.exec(text);
    if (found === null) return null;
    const [, priority, before = "", facility = "", severity = "", mnemonic = "", message = ""] = found;
    const event: Record<string, unknown> = {
      message: `%${facility}-${severity}-${mnemonic}: ${message}`,
      facility,
      severity: Number(severity),
      mnemonic,
      raw: text,
    };
    // The device's own time stands last; a collector puts the time of receipt before it.
    const times = [...before.matchAll(clock)];
    const [, name = "", day = "", year, time = ""] = times.at(-1) ?? [];
    const month = monthNumber(name);
    if (month !== undefined) event["timestamp"] = isoTime(year ?? new Date().getUTCFullYear(), month, day, time);
    const host = hostAtStart.exec(
      before.replace(/^[A-Z][a-z]{2} +\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d+)? /, ""),
    );
    if (host?.[1] !== undefined && monthNumber(host[1]) === undefined) event["host"] = host[1];
    const sequence = /(?:^| )(\d{1,10}): /.exec(before);
    if (sequence?.[1] !== undefined) event["sequence"] = Number(sequence[1]);
    if (priority !== undefined) event["priority"] = Number(priority);
    return { event, logsource: { product: "cisco", services: ["syslog", "aaa", "bgp", "ldp"] } };
  },
};
