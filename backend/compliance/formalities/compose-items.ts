// What a formality says of each processing: the form of the law's duty, filled from the register, with only what the pack lets the addressee see. Pure.
import { z } from "zod";
import { loadVocabulary, type LoadedPack } from "../law/index.ts";
import { type ProcessingContent, traitsOf } from "../processing/model.ts";
import type { FiledItem } from "./answers/model.ts";

/** As it is kept: names of fields are said at reading. */
export interface StoredItem {
  /** Entry, number and version in the entity's register; null from a paper. */
  entryId: string | null;
  number: number | null;
  version: number | null;
  title: string;
  traits: string[];
  countries: string[];
  fields: { id: string; value: string }[];
}

const known = new Map<string, readonly string[]>();

/** The fields of the obligation's form that the pack lets its addressee see, in the form's order; the contact is asked once, beside. */
export function formOf({ pack, pin }: LoadedPack, obligationId: string): readonly string[] {
  const key = `${pin.id}@${pin.version}#${obligationId}`;
  const found = known.get(key);
  if (found) return found;
  const obligation = pack.obligations.find(({ id }) => id === obligationId);
  const form = obligation?.form === null || !obligation ? undefined : loadVocabulary("forms").get(obligation.form);
  const asked = z.array(z.string()).safeParse(form?.["fields"]);
  const shown = new Set(
    pack.fields.filter(({ discloseTo }) => discloseTo.includes(obligation?.addressee ?? "")).map(({ id }) => id),
  );
  const fields = (asked.data ?? []).filter((id) => id !== "contact" && shown.has(id));
  known.set(key, fields);
  return fields;
}

const fromContent: Record<string, (content: ProcessingContent) => string> = {
  purpose: ({ purposes }) => purposes,
  legal_basis: ({ legalBasis }) => legalBasis,
  data_categories: ({ dataCategories }) => dataCategories,
  people_categories: ({ peopleCategories }) => peopleCategories,
  recipients: ({ recipients }) => recipients,
  transfer_country: ({ transfers }) =>
    transfers.map(({ country, basis }) => (basis === "" ? country : `${country}: ${basis}`)).join("; "),
  retention: ({ retention }) => retention,
  security_measures: ({ securityMeasures }) => securityMeasures,
};

/** One entry of the register as the form asks it. @param country of the installation: what leaves it is a transfer. */
export function composeItem(
  entry: { id: string; number: number; version: number; content: ProcessingContent },
  form: readonly string[],
  country: string,
): StoredItem {
  const { content } = entry;
  return {
    entryId: entry.id,
    number: entry.number,
    version: entry.version,
    title: content.title,
    traits: traitsOf(content, country),
    countries: [...new Set(content.transfers.map((it) => it.country))],
    fields: form.map((id) => ({ id, value: fromContent[id]?.(content) ?? "" })),
  };
}

/** What the form asks and an item does not say. No transfer is an answer where nothing leaves the country. */
export function findGaps(
  items: readonly Pick<StoredItem, "title" | "fields">[],
): { title: string; fields: string[] }[] {
  return items.flatMap(({ title, fields }) => {
    const empty = fields.filter(({ id, value }) => value.trim() === "" && id !== "transfer_country");
    return empty.length === 0 ? [] : [{ title, fields: empty.map(({ id }) => id) }];
  });
}

const names = new Map<string, FiledItem["fields"][number]["name"]>();

/** The name of a form's field in the three languages. */
export function nameField(id: string): FiledItem["fields"][number]["name"] {
  if (names.size === 0)
    for (const [key, it] of loadVocabulary("fields"))
      names.set(key, { fr: it.names["fr"] ?? key, en: it.names["en"] ?? key, mn: it.names["mn"] ?? key });
  return names.get(id) ?? { fr: id, en: id, mn: id };
}

export function viewItem({ number, version, title, traits, countries, fields }: StoredItem): FiledItem {
  return {
    number,
    version,
    title,
    traits,
    countries,
    fields: fields.map((field) => ({ ...field, name: nameField(field.id) })),
  };
}
