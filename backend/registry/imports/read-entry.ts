// Reads one row's cells by the mapping: what it says, and for each cell that cannot be taken what was expected there. Pure.
import { parseAddress } from "../../platform/addresses/index.ts";
import { isicSectionOf } from "../isic/model.ts";
import { AddContact, AddConstituent, type ClaimKind, type contactRoles, type sectors } from "../model.ts";
import { normaliseClaim } from "../rules.ts";
import { foldText, foldWord } from "./fold-text.ts";
import { nothingMore, readRelation, readService, readSize } from "./read-more.ts";
import type { Defaults, FieldProblem, ImportedContact, ImportEntry, ImportField, Mapping } from "./model.ts";

/** What words mean in this installation: folded name of a sector, a role or an area, in any of the languages, to its id. */
export interface KnownWords {
  sectors: ReadonlyMap<string, (typeof sectors)[number]>;
  roles: ReadonlyMap<string, (typeof contactRoles)[number]>;
  /** Ids by folded name or id; several where a name is that of several areas. */
  areas: ReadonlyMap<string, readonly string[]>;
  classes: ReadonlySet<string>;
}

const languages = new Map<string, "fr" | "en" | "mn">(
  Object.entries({
    fr: "fr",
    francais: "fr",
    french: "fr",
    франц: "fr",
    en: "en",
    anglais: "en",
    english: "en",
    англи: "en",
    mn: "mn",
    mongol: "mn",
    mongolian: "mn",
    монгол: "mn",
  }),
);

interface Cell {
  column: number;
  text: string;
}

/** @returns the entry, and the problems of its cells; an entry with problems is not brought in. */
export function readEntry(
  cells: readonly string[],
  mapping: Mapping,
  defaults: Defaults,
  known: KnownWords,
): { entry: ImportEntry; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const at = new Map<ImportField, Cell[]>();
  for (const [column, field] of Object.entries(mapping)) {
    const text = (cells[Number(column)] ?? "").trim();
    // What spreadsheets leave where nothing is known.
    if (text === "" || /^(?:-+|n\/?a|#n\/a|null|none|néant|\?)$/i.test(text)) continue;
    at.set(field, [...(at.get(field) ?? []), { column: Number(column), text }]);
  }
  const refuse = (field: ImportField, code: string, cell: Cell | undefined, about: string | null = null): undefined => {
    problems.push({ field, column: cell?.column ?? null, code, value: (cell?.text ?? "").slice(0, 200), about });
    return undefined;
  };
  const one = (field: ImportField): Cell | undefined => at.get(field)?.[0];
  const list = (field: ImportField, cut: RegExp): { cell: Cell; text: string }[] =>
    (at.get(field) ?? []).flatMap((cell) =>
      cell.text
        .split(cut)
        .map((text) => ({ cell, text: text.trim() }))
        .filter(({ text }) => text !== ""),
    );
  /** The value that a schema of the register's own forms gives, or a refusal. */
  const judged = <Value>(
    field: ImportField,
    code: string,
    read: (text: string) => Value | undefined,
  ): Value | undefined => {
    const cell = one(field);
    return cell && (read(cell.text) ?? refuse(field, code, cell));
  };
  const byName =
    <Value>(map: ReadonlyMap<string, Value>) =>
    (text: string): Value | undefined =>
      map.get(foldWord(text));

  const entry: ImportEntry = { contacts: [], networks: [], ...nothingMore() };
  const name = judged("name", "text_300", (text) => AddConstituent.shape.name.safeParse(text).data);
  const reference = judged("reference", "reference", (text) =>
    /^C-[0-9A-Z]{8}$/i.test(text) ? text.toUpperCase() : undefined,
  );
  const sector = judged("sector", "sector", byName(known.sectors));
  const isic = judged("isic", "isic", (text) => {
    const code = text.replace(/[\s.]/g, "").toUpperCase();
    return isicSectionOf(code) === undefined ? undefined : code;
  });
  const areaId = judged("area", "area", (text) => {
    const ids = known.areas.get(foldText(text)) ?? [];
    return ids.length === 1 ? ids[0] : undefined;
  });
  const address = judged("address", "text_500", (text) => AddConstituent.shape.address.safeParse(text).data);
  const legalForm = judged("legalForm", "text_120", (text) => AddConstituent.shape.legalForm.safeParse(text).data);
  const parent = one("parent")?.text;
  const heldFrom = judged("heldFrom", "day", readDay);
  if (name !== undefined) entry.name = name;
  if (reference !== undefined) entry.reference = reference;
  if (sector !== undefined) entry.sector = sector;
  if (isic !== undefined) entry.isic = isic;
  if (areaId !== undefined) entry.areaId = areaId;
  if (address !== undefined) entry.address = address;
  if (legalForm !== undefined) entry.legalForm = legalForm;
  if (parent !== undefined) entry.parent = parent;
  if (heldFrom !== undefined) entry.heldFrom = heldFrom;

  const otherNames = [...new Set(list("otherNames", /[;|\n]/).map(({ text }) => text))];
  if (otherNames.some((text) => text.length > 300) || otherNames.length > 20)
    refuse("otherNames", "names_20", one("otherNames"));
  else if (otherNames.length > 0) entry.otherNames = otherNames;
  const classes = list("classes", /[;,|\n]/);
  for (const { cell, text } of classes) if (!known.classes.has(text)) refuse("classes", "class", cell, text);
  if (classes.length > 0) entry.classes = [...new Set(classes.map(({ text }) => text))];
  const spoken = list("languages", /[;,|/\n]| et | and /i);
  const found = spoken.flatMap(({ cell, text }) => {
    const language = languages.get(foldText(text));
    return language ?? refuse("languages", "language", cell, text) ?? [];
  });
  if (found.length > 0) entry.languages = [...new Set(found)];
  for (const { cell, text } of list("networks", /[;,|\s]+/)) {
    const network = readNetwork(text);
    if (network) entry.networks.push(network);
    else refuse("networks", "network", cell, text);
  }
  entry.networks = entry.networks.filter(
    ({ kind, value }, place, all) => place === all.findIndex((each) => each.kind === kind && each.value === value),
  );
  const asOf = judged("sizesAsOf", "day", readDay);
  for (const kind of ["staff", "users", "turnover"] as const) {
    const size = judged(kind, kind === "turnover" ? "turnover" : "amount", (text) => readSize(kind, text));
    if (size) entry.sizes.push({ ...size, asOf: asOf?.slice(0, 10) ?? null });
  }
  for (const { cell, text } of list("services", /[;|\n]/)) {
    const service = readService(text);
    if (service) entry.services.push(service);
    else refuse("services", "service", cell, text);
  }
  for (const [field, kind] of [
    ["providesFor", "provides_for"],
    ["dependsOn", "depends_on"],
  ] as const)
    for (const { text } of list(field, /[;|\n]/)) entry.relations.push({ kind, ...readRelation(text) });
  for (const prefix of ["contact", "contact2"] as const) {
    const contact = readContact(prefix, one, refuse, defaults, known);
    if (contact) entry.contacts.push(contact);
  }
  return { entry, problems };
}

function readContact(
  prefix: "contact" | "contact2",
  one: (field: ImportField) => Cell | undefined,
  refuse: (field: ImportField, code: string, cell: Cell | undefined) => undefined,
  defaults: Defaults,
  known: KnownWords,
): ImportedContact | undefined {
  const emailCell = one(`${prefix}Email`);
  const phoneCell = one(`${prefix}Phone`);
  const nameCell = one(`${prefix}Name`);
  const roleCell = one(`${prefix}Role`);
  const hours = prefix === "contact" ? one("contactHours")?.text : undefined;
  if (!emailCell && !phoneCell && !nameCell) return undefined;
  const role = roleCell
    ? known.roles.get(foldWord(roleCell.text))
    : prefix === "contact2"
      ? "other"
      : defaults.contactRole;
  if (role === undefined) refuse(`${prefix}Role`, "role", roleCell);
  const email = emailCell && readEmail(emailCell.text);
  if (emailCell && email === undefined) refuse(`${prefix}Email`, "email", emailCell);
  const phone = phoneCell && readPhone(phoneCell.text);
  if (phoneCell && phone === undefined) refuse(`${prefix}Phone`, "phone", phoneCell);
  const name = AddContact.shape.name.safeParse(nameCell?.text ?? email ?? phone ?? "").data;
  if (nameCell && name === undefined) refuse(`${prefix}Name`, "text_200", nameCell);
  if (hours !== undefined && hours.length > 200) refuse("contactHours", "text_200", one("contactHours"));
  if (name === undefined || role === undefined) return undefined;
  return {
    name,
    role,
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(hours === undefined ? {} : { hours }),
  };
}

/** The first address of the cell: "Awa <awa@bank.example>; other@bank.example". */
function readEmail(text: string): string | undefined {
  const found = text
    .replace(/\s*(?:\(at\)|\[at\])\s*/gi, "@")
    .split(/[;,\s<>]+/)
    .map((part) => part.replace(/^mailto:/i, "").trim())
    .find((part) => part.includes("@"));
  return found === undefined ? undefined : AddContact.shape.email.safeParse(found).data?.toLowerCase();
}

function readPhone(text: string): string | undefined {
  const first = (text.split(/[;|\n]| \/ | ou | or /)[0] ?? "").trim();
  const digits = first.replace(/\D/g, "");
  return digits.length >= 3 && digits.length <= 20 && first.length <= 40 && /^[+()\d\s./-]+$/.test(first)
    ? first
    : undefined;
}

/** "2024-03-01", "01/03/2024", "1.3.2024", "2024": the first instant of it in UTC. */
export function readDay(text: string): string | undefined {
  const iso = /^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?(?:[T ].*)?$/.exec(text);
  const european = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2] ?? "1", iso[3] ?? "1"]
    : european
      ? [european[3], european[2], european[1]]
      : [];
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal =
    at.getUTCFullYear() === Number(year) && at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
  return isReal && Number(year) >= 1900 && Number(year) <= 2200 ? at.toISOString() : undefined;
}

/** What kind of network claim a text is, in its normal form; a single address is its own range, a web address stands for its host. */
export function readNetwork(text: string): { kind: ClaimKind; value: string } | undefined {
  const kinds: ClaimKind[] = /^https?:\/\//i.test(text)
    ? []
    : /^as\s?\d/i.test(text)
      ? ["asn"]
      : /^[*#\d]{2,20}$/.test(text)
        ? ["short_code"]
        : text.includes("/") && /^[0-9a-f.:]+\/\d+$/i.test(text)
          ? ["prefix"]
          : ["domain"];
  if (parseAddress(text)) return normalised("prefix", `${text}/${text.includes(":") ? 128 : 32}`);
  if (kinds.length === 0) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url) return undefined;
    const isHost = url.pathname === "/" && url.search === "";
    return isHost ? normalised("domain", url.hostname.replace(/^www\./, "")) : normalised("url_prefix", url.href);
  }
  for (const kind of kinds) {
    const found = normalised(kind, kind === "domain" ? text.replace(/^www\./i, "").replace(/\/$/, "") : text);
    if (found) return found;
  }
  return undefined;
}

function normalised(kind: ClaimKind, value: string): { kind: ClaimKind; value: string } | undefined {
  const normal = normaliseClaim(kind, value);
  return "expected" in normal ? undefined : { kind, value: normal.value };
}
