// Tells from an event's own fields which log it comes from.

import { channelOfProvider, isWindowsChannel, recognisers } from "../logsources.ts";
import type { EventKind, LogsourceHint } from "../logsources.ts";
import { isRecord, textOf } from "../yaml-values.ts";

/** Where Windows events keep their channel and number: as `toguna`'s own readers, Winlogbeat, evtx_dump and Wazuh write them. */
const headers: readonly { channel: string[]; eventId: string[]; provider: string[] }[] = [
  { channel: ["Channel"], eventId: ["EventID"], provider: ["Provider_Name"] },
  {
    channel: ["Event", "System", "Channel"],
    eventId: ["Event", "System", "EventID"],
    provider: ["Event", "System", "Provider", "#attributes", "Name"],
  },
  {
    channel: ["System", "Channel"],
    eventId: ["System", "EventID"],
    provider: ["System", "Provider", "#attributes", "Name"],
  },
  { channel: ["winlog", "channel"], eventId: ["winlog", "event_id"], provider: ["winlog", "provider_name"] },
  { channel: ["winlog.channel"], eventId: ["winlog.event_id"], provider: ["winlog.provider_name"] },
  {
    channel: ["data", "win", "system", "channel"],
    eventId: ["data", "win", "system", "eventID"],
    provider: ["data", "win", "system", "providerName"],
  },
  { channel: ["log_name"], eventId: ["event_id"], provider: ["source_name"] },
  { channel: ["LogName"], eventId: ["EventId"], provider: ["ProviderName"] },
  { channel: ["LogName"], eventId: ["EventID"], provider: ["SourceName"] },
];

/** @param hint what the reader of the file knows; used where the event itself does not say */
export function classifyEvent(event: Record<string, unknown>, hint?: LogsourceHint): EventKind {
  for (const header of headers) {
    const eventId = eventNumber(valueAt(event, header.eventId));
    if (eventId === undefined) continue;
    const channel = textOf(valueAt(event, header.channel));
    const provider = textOf(valueAt(event, header.provider));
    const known = channel ?? (provider === undefined ? undefined : channelOfProvider(provider));
    if (known !== undefined && isWindowsChannel(known)) return { kind: "windows", channel: known, eventId };
    const other = recognise(event);
    if (other !== undefined) return other;
    if (known !== undefined) return { kind: "windows", channel: known, eventId };
  }
  // A reader that knows its format (a web server's line) knows more than a guess from names of fields.
  if (hint?.categories !== undefined) return kindOf(hint);
  const recognised = recognise(event);
  if (recognised !== undefined) return recognised;
  return hint === undefined ? { kind: "unknown" } : kindOf(hint);
}

/** An event id is a number, a text, or (evtx_dump) a map with the number in `#text`. */
export function eventNumber(value: unknown): string | undefined {
  return isRecord(value) ? textOf(value["#text"] ?? value["Value"]) : textOf(value);
}

function recognise(event: Record<string, unknown>): EventKind | undefined {
  for (const { logsource, has, equals } of recognisers) {
    if (!has.every((path) => dotted(event, path) !== undefined)) continue;
    if (Object.entries(equals).every(([path, wanted]) => isOneOf(dotted(event, path), wanted)))
      return kindOf(logsource);
  }
  return undefined;
}

function kindOf(hint: LogsourceHint): EventKind {
  return {
    kind: "other",
    products: hint.product === undefined ? [] : [hint.product],
    services: hint.services ?? [],
    categories: hint.categories ?? [],
  };
}

/** `wanted` may open with `*`, for an ending. */
function isOneOf(value: unknown, wanted: string | string[]): boolean {
  const text = textOf(value);
  if (text === undefined) return false;
  return [wanted].flat().some((one) => (one.startsWith("*") ? text.endsWith(one.slice(1)) : text === one));
}

function dotted(event: Record<string, unknown>, path: string): unknown {
  return event[path] ?? (path.includes(".") ? valueAt(event, path.split(".")) : undefined);
}

function valueAt(event: Record<string, unknown>, path: readonly string[]): unknown {
  let value: unknown = event;
  for (const key of path) {
    if (!isRecord(value)) return undefined;
    value = value[key];
  }
  return value;
}
