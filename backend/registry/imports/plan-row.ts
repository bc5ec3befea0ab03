// What a row would do to the register: which constituent it is about, what becomes otherwise, or why it cannot be brought in. Pure.
import type { ClaimKind, sectors } from "../model.ts";
import { findOne, relationSteps, serviceSteps, sizeSteps } from "./plan-more.ts";
import type { RelationKind } from "../relations/model.ts";
import { foldText } from "./fold-text.ts";
import type {
  Defaults,
  FieldProblem,
  Findings,
  ImportedContact,
  ImportedSize,
  ImportEntry,
  PlannedChange,
  PossibleDuplicate,
  Verdict,
} from "./model.ts";

export interface KnownContact {
  id: string;
  name: string;
  role: string;
  email: string | null;
  phone: string | null;
  hours: string | null;
}

export interface KnownConstituent {
  id: string;
  reference: string;
  name: string;
  otherNames: string[];
  sector: string;
  isic: string | null;
  classes: string[];
  areaId: string | null;
  address: string | null;
  legalForm: string | null;
  parentId: string | null;
  languages: string[];
  version: number;
  contacts: KnownContact[];
  sizes: { kind: string; amount: number; currency: string | null; asOf: string }[];
  /** Addresses of those that are offered. */
  services: string[];
  /** "depends_on <id of the other>". */
  relations: string[];
}

export interface KnownRegister {
  byId: Map<string, KnownConstituent>;
  byReference: Map<string, KnownConstituent>;
  /** Folded names and other names to ids. */
  byName: Map<string, Set<string>>;
  /** Who holds a network now: "domain bank.example" to constituents. */
  holders: Map<string, { id: string; name: string }[]>;
}

export type Step =
  | {
      do: "create";
      fields: ConstituentFields & { name: string; sector: (typeof sectors)[number]; languages: ("fr" | "en" | "mn")[] };
    }
  | { do: "change"; constituentId: string; version: number; fields: ConstituentFields }
  | { do: "add_contact"; contact: ImportedContact & { languages: ("fr" | "en" | "mn")[] } }
  | {
      do: "change_contact";
      contactId: string;
      fields: Partial<Record<"name" | "role" | "email" | "phone" | "hours", string>>;
    }
  | { do: "add_network"; kind: ClaimKind; value: string; heldFrom: string | null }
  | { do: "add_size"; size: ImportedSize }
  | { do: "add_service"; service: { name: string; url: string }; kind: "egovernment" | "commercial" }
  | { do: "add_relation"; kind: RelationKind; otherId: string; otherName: string; what: string | null };

export interface ConstituentFields {
  name?: string;
  otherNames?: string[];
  sector?: (typeof sectors)[number];
  isic?: string;
  classes?: string[];
  areaId?: string;
  address?: string;
  legalForm?: string;
  parentId?: string;
  languages?: ("fr" | "en" | "mn")[];
}

export interface PlannedRow {
  verdict: Verdict;
  findings: Findings;
  /** Empty for verdicts other than new and change. */
  steps: Step[];
}

export interface PlanFrame {
  defaults: Defaults;
  /** What an officer said of the row. */
  decision: "as_new" | "same_as" | "skip" | null;
  decidedFor: string | null;
  /** What may be the same under another name; asked for rows whose name is new. */
  duplicates: readonly PossibleDuplicate[];
  /** Folded names that earlier lines of the file bring new. */
  earlier: ReadonlyMap<string, number>;
}

/** @param problems those of its cells, from `readEntry`. */
export function planRow(
  entry: ImportEntry,
  problems: readonly FieldProblem[],
  known: KnownRegister,
  frame: PlanFrame,
): PlannedRow {
  const found = [...problems];
  const refuse = (field: FieldProblem["field"], code: string, value: string, about: string | null = null): void => {
    found.push({ field, column: null, code, value, about });
  };
  const same =
    frame.decision === "same_as" && frame.decidedFor !== null ? [frame.decidedFor] : namedBy(entry, known, refuse);
  const target = same.length === 1 ? known.byId.get(same[0] ?? "") : undefined;
  const fields = fieldsOf(entry, known, target, refuse);
  for (const { kind, value } of entry.networks) {
    const other = known.holders.get(`${kind} ${value}`)?.find(({ id }) => id !== target?.id);
    if (other) refuse("networks", "held_by_other", value, other.name);
  }
  const relations = relationSteps(entry, target, known, refuse);
  const sameAsLine = target ? undefined : frame.earlier.get(foldText(entry.name ?? ""));
  const findings: Findings = {
    problems: found,
    changes: [],
    duplicates: [],
    target: target ? { id: target.id, reference: target.reference, name: target.name } : null,
    sameAsLine: sameAsLine ?? null,
  };
  const end = (verdict: Verdict): PlannedRow => ({ verdict, findings, steps: [] });
  if (same.length > 1 && frame.decision !== "as_new") {
    findings.duplicates = same.flatMap((id) => {
      const one = known.byId.get(id);
      return one ? [{ constituentId: id, reference: one.reference, name: one.name, reasons: ["name" as const] }] : [];
    });
    return end(found.length > 0 ? "error" : "duplicate");
  }
  if (!target && entry.name === undefined) {
    refuse("name", "required", "");
    return end("error");
  }
  const isSectorToldWrong = problems.some(({ field }) => field === "sector");
  if (
    !target &&
    entry.sector === undefined &&
    !isSectorToldWrong &&
    frame.defaults.sector === undefined &&
    sameAsLine === undefined
  )
    refuse("sector", "required_new", "");
  if (found.length > 0) return end("error");
  if (!target && sameAsLine === undefined && frame.decision === null && frame.duplicates.length > 0) {
    findings.duplicates = [...frame.duplicates];
    return end("duplicate");
  }
  const steps = [
    ...(target ? changesOf(target, fields) : creation(entry, fields, frame.defaults)),
    ...contactSteps(entry, target, frame.defaults),
    ...networkSteps(entry, target, known),
    ...sizeSteps(entry, target),
    ...serviceSteps(entry, target),
    ...relations,
  ];
  findings.changes = steps.flatMap((step) => describe(step, target));
  if (target) return { verdict: steps.length === 0 ? "same" : "change", findings, steps };
  return { verdict: sameAsLine === undefined ? "new" : "change", findings, steps };
}

/** Ids of the constituents that the row names; none for a new one. */
function namedBy(
  entry: ImportEntry,
  known: KnownRegister,
  refuse: (field: "reference", code: string, value: string) => void,
): string[] {
  if (entry.reference !== undefined) {
    const one = known.byReference.get(entry.reference);
    if (one) return [one.id];
    refuse("reference", "unknown_reference", entry.reference);
    return [];
  }
  return entry.name === undefined ? [] : [...(known.byName.get(foldText(entry.name)) ?? [])];
}

function fieldsOf(
  entry: ImportEntry,
  known: KnownRegister,
  target: KnownConstituent | undefined,
  refuse: (field: "parent", code: string, value: string) => void,
): ConstituentFields {
  const { name, otherNames, sector, isic, classes, areaId, address, legalForm, languages } = entry;
  const fields: ConstituentFields = {};
  // A row that is found by a name does not rename; only one that names the reference does.
  if (name !== undefined && (!target || entry.reference !== undefined)) fields.name = name;
  if (otherNames !== undefined)
    fields.otherNames = target ? [...new Set([...target.otherNames, ...otherNames])].slice(0, 20) : otherNames;
  if (sector !== undefined) fields.sector = sector;
  if (isic !== undefined) fields.isic = isic;
  if (classes !== undefined) fields.classes = classes;
  if (areaId !== undefined) fields.areaId = areaId;
  if (address !== undefined) fields.address = address;
  if (legalForm !== undefined) fields.legalForm = legalForm;
  if (languages !== undefined) fields.languages = languages;
  if (entry.parent !== undefined) {
    const parentId = findOne(known, entry.parent);
    if (parentId === undefined || parentId === target?.id) refuse("parent", "parent", entry.parent);
    else fields.parentId = parentId;
  }
  return fields;
}

function creation(entry: ImportEntry, fields: ConstituentFields, defaults: Defaults): Step[] {
  const sector = entry.sector ?? defaults.sector ?? "other";
  return [
    {
      do: "create",
      fields: { ...fields, name: entry.name ?? "", sector, languages: entry.languages ?? [defaults.language] },
    },
  ];
}

function changesOf(target: KnownConstituent, fields: ConstituentFields): Step[] {
  const differing = Object.entries(fields).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(target[key as keyof ConstituentFields]),
  );
  return differing.length === 0
    ? []
    : [{ do: "change", constituentId: target.id, version: target.version, fields: Object.fromEntries(differing) }];
}

/** A contact is known by its address, else by its name. */
function contactSteps(entry: ImportEntry, target: KnownConstituent | undefined, defaults: Defaults): Step[] {
  return entry.contacts.flatMap((contact): Step[] => {
    const one = target?.contacts.find(({ email, name }) =>
      contact.email !== undefined && email !== null
        ? email.toLowerCase() === contact.email
        : foldText(name) === foldText(contact.name),
    );
    if (!one)
      return [{ do: "add_contact", contact: { ...contact, languages: entry.languages ?? [defaults.language] } }];
    const told = {
      ...(contact.name === contact.email || contact.name === contact.phone ? {} : { name: contact.name }),
      email: contact.email,
      phone: contact.phone,
      hours: contact.hours,
    };
    const fields = Object.fromEntries(
      Object.entries(told).filter(([key, value]) => value !== undefined && value !== one[key as keyof typeof told]),
    ) as Record<string, string>;
    return Object.keys(fields).length === 0 ? [] : [{ do: "change_contact", contactId: one.id, fields }];
  });
}

function networkSteps(entry: ImportEntry, target: KnownConstituent | undefined, known: KnownRegister): Step[] {
  return entry.networks
    .filter(
      ({ kind, value }) =>
        target === undefined || !known.holders.get(`${kind} ${value}`)?.some(({ id }) => id === target.id),
    )
    .map(({ kind, value }) => ({ do: "add_network", kind, value, heldFrom: entry.heldFrom ?? null }));
}

function describe(step: Step, target: KnownConstituent | undefined): PlannedChange[] {
  const text = (value: unknown): string => (Array.isArray(value) ? value.join("; ") : String(value));
  switch (step.do) {
    case "create":
    case "change":
      return Object.entries(step.fields).map(([field, to]) => {
        const from = target?.[field as keyof ConstituentFields] ?? null;
        return {
          what: "constituent" as const,
          field,
          from: from === null || (Array.isArray(from) && from.length === 0) ? null : text(from),
          to: text(to),
        };
      });
    case "add_contact":
      return [
        {
          what: "contact",
          field: step.contact.role,
          from: null,
          to: [step.contact.name, step.contact.email, step.contact.phone]
            .filter((part, at, all) => part !== undefined && all.indexOf(part) === at)
            .join(", "),
        },
      ];
    case "change_contact": {
      const one = target?.contacts.find(({ id }) => id === step.contactId);
      return Object.entries(step.fields).map(([field, to]) => ({
        what: "contact" as const,
        field,
        from: one?.[field as "name"] ?? null,
        to,
      }));
    }
    case "add_network":
      return [{ what: "network", field: step.kind, from: null, to: step.value }];
    case "add_size": {
      const { kind, amount, currency, asOf } = step.size;
      const to = [String(amount), currency, asOf === null ? null : `(${asOf})`]
        .filter((part) => part !== null)
        .join(" ");
      return [{ what: "size", field: kind, from: null, to }];
    }
    case "add_service":
      return [{ what: "service", field: step.kind, from: null, to: `${step.service.name} (${step.service.url})` }];
    case "add_relation":
      return [
        {
          what: "relation",
          field: step.kind,
          from: null,
          to: step.what === null ? step.otherName : `${step.otherName} (${step.what})`,
        },
      ];
  }
}
