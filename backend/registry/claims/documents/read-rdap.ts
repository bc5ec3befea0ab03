// Reads an answer of RDAP (RFC 9083): ip network, autnum and domain objects, with the organisations that it names. Pure.
import { formatPrefix, coverRange, parseAddress } from "../../../platform/addresses/index.ts";
import { normaliseClaim } from "../../rules.ts";
import type { ReadObject } from "../model.ts";

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, 500) : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value.trim().slice(0, 300) : "");
const deepest = 4;

/** One object, or the results of a search. Null when the text is no RDAP. */
export function readRdap(text: string): ReadObject[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const searched = ["networkSearchResults", "autnumSearchResults", "domainSearchResults"].flatMap((name) =>
    listOf(value[name]),
  );
  const objects = (searched.length > 0 ? searched : [value]).filter(isObject).flatMap(readObject);
  return objects.length === 0 && !("objectClassName" in value) ? null : objects;
}

function readObject(object: Json): ReadObject[] {
  const found = valuesOf(object);
  if (!found) return [];
  return [
    {
      ...found,
      name: textOf(object["name"]) || textOf(object["handle"]),
      holders: [...new Set(holdersOf(object, 0))].slice(0, 20),
      country: textOf(object["country"]).toUpperCase().slice(0, 2) || null,
      registeredOn: dayOf(object, "registration"),
      changedOn: dayOf(object, "last changed"),
    },
  ];
}

function valuesOf(object: Json): Pick<ReadObject, "kind" | "values"> | undefined {
  switch (object["objectClassName"]) {
    case "ip network": {
      const [from, to] = [parseAddress(textOf(object["startAddress"])), parseAddress(textOf(object["endAddress"]))];
      const isRange = from && to && from.version === to.version;
      return { kind: "prefix", values: isRange ? coverRange(from, to).map(formatPrefix) : [] };
    }
    case "autnum": {
      const [from, to] = [object["startAutnum"], object["endAutnum"] ?? object["startAutnum"]];
      if (typeof from !== "number" || typeof to !== "number") return { kind: "asn", values: [] };
      const last = Math.min(to, from + 1000, 4_294_967_295);
      const isWhole = Number.isInteger(from) && from >= 0;
      return {
        kind: "asn",
        values: isWhole
          ? Array.from({ length: Math.max(0, Math.floor(last - from) + 1) }, (_, index) => `AS${from + index}`)
          : [],
      };
    }
    case "domain": {
      const normal = normaliseClaim("domain", textOf(object["ldhName"]) || textOf(object["unicodeName"]));
      return { kind: "domain", values: "value" in normal ? [normal.value] : [] };
    }
    default:
      return undefined;
  }
}

/** The names of entities that are registrants, and of those below them; abuse desks and the like do not hold what they serve. */
function holdersOf(object: Json, depth: number): string[] {
  if (depth > deepest) return [];
  const remarks = listOf(object["remarks"])
    .filter(isObject)
    .filter(({ title }) => textOf(title).toLowerCase() === "description");
  const described = depth === 0 ? remarks.flatMap((remark) => listOf(remark["description"]).map(textOf)) : [];
  const entities = listOf(object["entities"]).filter(isObject);
  const registrants = entities.filter((entity) => listOf(entity["roles"]).includes("registrant"));
  return [
    ...registrants.flatMap((entity) => [...namesOf(entity), ...holdersOf(entity, depth + 1)]),
    ...described,
  ].filter((name) => name !== "");
}

/** "fn" and "org" of a jCard (RFC 7095). */
function namesOf(entity: Json): string[] {
  return listOf(listOf(entity["vcardArray"])[1]).flatMap((property) => {
    const [name, , , value] = listOf(property);
    return name === "fn" || name === "org" ? [textOf(Array.isArray(value) ? value[0] : value)] : [];
  });
}

function dayOf(object: Json, action: string): string | null {
  const event = listOf(object["events"])
    .filter(isObject)
    .find((one) => one["eventAction"] === action);
  const at = Date.parse(textOf(event?.["eventDate"]));
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10);
}
