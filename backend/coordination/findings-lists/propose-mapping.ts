// Which column of a findings list brings what, by the words of its heading, else by what stands in it. Pure; a proposal that people change.
import { readHeldValue } from "../../registry/index.ts";
import type { FindingField, FindingMapping } from "./model.ts";
import { readInstant } from "./read-finding.ts";

const words: Record<Exclude<FindingField, "detail">, readonly string[]> = {
  address: [
    "ip",
    "ip address",
    "src ip",
    "source ip",
    "address",
    "adresse",
    "adresse ip",
    "host",
    "hostname",
    "hote",
    "hôte",
    "domain",
    "domaine",
    "url",
    "ip хаяг",
    "хаяг",
    "домэйн",
    "хост",
  ],
  port: ["port", "dst port", "destination port", "service port", "порт"],
  at: [
    "timestamp",
    "time",
    "date",
    "seen",
    "first seen",
    "last seen",
    "observed",
    "date time",
    "datetime",
    "heure",
    "horodatage",
    "vu le",
    "огноо",
    "цаг",
    "хугацаа",
  ],
  what: [
    "what",
    "finding",
    "problem",
    "issue",
    "vulnerability",
    "service",
    "tag",
    "type",
    "category",
    "constat",
    "probleme",
    "problème",
    "vulnérabilité",
    "quoi",
    "type de constat",
    "илэрц",
    "асуудал",
    "эмзэг байдал",
    "төрөл",
  ],
};

/** Every other column is proposed to go along as it is. */
export function proposeFindingMapping(header: readonly string[], rows: readonly (readonly string[])[]): FindingMapping {
  const mapping: FindingMapping = {};
  const plain = header.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[_\-.]+/g, " ")
      .trim(),
  );
  for (const field of ["address", "port", "at", "what"] as const) {
    const column = words[field].map((word) => plain.indexOf(word)).find((at) => at >= 0 && !mapping[String(at)]);
    if (column !== undefined) mapping[String(column)] = field;
  }
  const isBrought = (field: FindingField): boolean => Object.values(mapping).includes(field);
  const isMostly = (column: number, is: (text: string) => boolean): boolean => {
    const texts = rows.map((cells) => cells[column] ?? "").filter((text) => text !== "");
    return texts.length > 0 && texts.filter(is).length * 2 > texts.length;
  };
  for (const column of header.keys()) {
    if (mapping[String(column)]) continue;
    if (!isBrought("address") && isMostly(column, (text) => readHeldValue(text) !== null))
      mapping[String(column)] = "address";
    else if (!isBrought("at") && isMostly(column, (text) => readInstant(text) !== null)) mapping[String(column)] = "at";
    else mapping[String(column)] = "detail";
  }
  return mapping;
}
