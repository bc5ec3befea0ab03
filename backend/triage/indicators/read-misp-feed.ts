// Reads MISP events and feeds: attributes meant for detection become indicators.
import type { ObservableKind } from "../model.ts";
import { addressKind, type FeedFrame, instantOf, markingOf, type ReadFeed, toList } from "./feed.ts";
import { type Marking, markings, type Refusal } from "./model.ts";
import { readEntries } from "./read-list.ts";

/** MISP attribute types (core format, "attribute types") → our kinds, for each part of a composite. */
// A Map: feeds may name a type "toString".
const kindsOfType = new Map<string, (ObservableKind | null)[]>(
  Object.entries({
    "ip-src": ["ipv4"],
    "ip-dst": ["ipv4"],
    "ip-src|port": ["ipv4", null],
    "ip-dst|port": ["ipv4", null],
    domain: ["domain"],
    hostname: ["domain"],
    "hostname|port": ["domain", null],
    "domain|ip": ["domain", "ipv4"],
    url: ["url"],
    uri: ["url"],
    email: ["email"],
    "email-src": ["email"],
    "email-dst": ["email"],
    "email-reply-to": ["email"],
    md5: ["md5"],
    sha1: ["sha1"],
    sha256: ["sha256"],
    sha512: ["sha512"],
    filename: ["file_name"],
    "filename|md5": ["file_name", "md5"],
    "filename|sha1": ["file_name", "sha1"],
    "filename|sha256": ["file_name", "sha256"],
    "filename|sha512": ["file_name", "sha512"],
    btc: ["wallet"],
    xmr: ["wallet"],
    iban: ["iban"],
    "phone-number": ["phone"],
    AS: ["asn"],
    "mac-address": ["mac"],
    "user-agent": ["user_agent"],
  }),
);

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const rows = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const textOf = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

function closestTag(tags: unknown): Marking | null {
  return rows(tags)
    .map((tag) => markingOf(textOf(tag["name"])))
    .reduce<Marking | null>(
      (closest, marking) =>
        marking !== null && (closest === null || markings.indexOf(marking) > markings.indexOf(closest))
          ? marking
          : closest,
      null,
    );
}

/**
 * Reads one MISP document: an event, a list of events, or an answer of `/events/restSearch`. Attributes that the author
 * excluded from detection (`to_ids` false) or deleted are left out. An event's TLP tag marks its attributes.
 */
export function readMispFeed(text: string, path: string, frame: FeedFrame): ReadFeed | Refusal[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return [
      { path, field: "", reason: `expected MISP JSON: ${error instanceof Error ? error.message : String(error)}` },
    ];
  }
  const answers = isJson(document) && "response" in document ? document["response"] : document;
  const events = (Array.isArray(answers) ? answers.filter(isJson) : isJson(answers) ? [answers] : []).map((one) =>
    isJson(one["Event"]) ? one["Event"] : one,
  );
  const withAttributes = events.filter((event) => Array.isArray(event["Attribute"]) || Array.isArray(event["Object"]));
  if (withAttributes.length === 0) return [{ path, field: "Event", reason: "expected a MISP event with attributes" }];

  const entries: unknown[] = [];
  const skipped = new Map<string, number>();
  for (const event of withAttributes) {
    const eventMarking = closestTag(event["Tag"]);
    const attributes = [
      ...rows(event["Attribute"]),
      ...rows(event["Object"]).flatMap((object) => rows(object["Attribute"])),
    ];
    for (const attribute of attributes) {
      if (attribute["deleted"] === true || attribute["to_ids"] === false || attribute["to_ids"] === "0") continue;
      const type = textOf(attribute["type"]);
      const kinds = kindsOfType.get(type);
      if (kinds === undefined) {
        skipped.set(type, (skipped.get(type) ?? 0) + 1);
        continue;
      }
      const parts = kinds.length === 1 ? [textOf(attribute["value"])] : textOf(attribute["value"]).split("|");
      for (const [index, kind] of kinds.entries()) {
        const value = parts[index] ?? "";
        // In a composite the hash says what is bad; the name beside it is a lead for people, not for a match.
        if (kind === null || (kinds.length > 1 && kind === "file_name")) continue;
        entries.push({
          value,
          kind: kind === "ipv4" ? addressKind(value) : kind,
          why: [textOf(event["info"]), textOf(attribute["comment"])]
            .filter((part) => part !== "")
            .join(": ")
            .slice(0, 2000),
          firstSeen: instantOf(attribute["first_seen"]) ?? instantOf(event["date"]),
          lastSeen: instantOf(attribute["last_seen"]) ?? instantOf(attribute["timestamp"]),
          confidence: frame.confidence ?? 50,
          marking: closestTag(attribute["Tag"]) ?? eventMarking,
        });
      }
    }
  }
  const { indicators, refused } = readEntries(entries, path);
  const first = withAttributes[0];
  const author = first !== undefined && isJson(first["Orgc"]) ? textOf(first["Orgc"]["name"]) : "";
  const list = toList({ ...frame, ...(frame.author === undefined && author !== "" ? { author } : {}) }, text);
  return { list, indicators, refused, skipped };
}
