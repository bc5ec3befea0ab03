// Loads what rows are compared with: the words of this installation, the constituents by name, and who holds what now.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { contactRoles, sectors } from "../model.ts";
import { loadClasses } from "../profile/load-classes.ts";
import { foldText, foldWord } from "./fold-text.ts";
import type { ImportEntry } from "./model.ts";
import type { KnownConstituent, KnownContact, KnownRegister } from "./plan-row.ts";
import type { KnownWords } from "./read-entry.ts";

/** Sectors, roles and areas under their ids and under their names in every language. */
export async function loadKnownWords(tx: Tx): Promise<KnownWords> {
  const rows = await tx.execute<{ id: string; names: Record<string, string> }>(sql`select id, names from areas`);
  const areas = new Map<string, string[]>();
  for (const { id, names } of rows)
    for (const word of new Set([id, ...Object.values(names)].map(foldText)))
      areas.set(word, [...(areas.get(word) ?? []), id]);
  return {
    sectors: namesOf(sectors, (id) => `desk.directory.sector.${id}`, otherSectorWords),
    roles: namesOf(contactRoles, (id) => `desk.directory.role.${id}`),
    areas,
    classes: new Set(loadClasses().map(({ id }) => id)),
  };
}

/** What old registers call our sectors besides their names here. */
const otherSectorWords: Partial<Record<(typeof sectors)[number], string>> = {
  public_administration:
    "administration|government|gouvernement|state|état|public|public sector|secteur public|төр|төрийн байгууллага",
  finance: "bank|banque|banking|insurance|assurance|microfinance|банк|даатгал",
  telecom: "telecommunication|télécommunication|télécom|isp|internet|fai|харилцаа холбоо",
  energy: "electricity|électricité|power|oil|gas|цахилгаан",
  health: "hospital|hôpital|clinic|clinique|эмнэлэг",
  transport: "logistics|logistique|aviation|railway|тээвэр",
  education: "university|université|school|école|их сургууль|сургууль",
  commerce: "trade|retail|company|business|industry|industrie|entreprise|худалдаа",
  water: "eau et assainissement|water and sanitation|ус",
  media: "press|presse|radio|television|télévision|хэвлэл",
};

function namesOf<Id extends string>(
  ids: readonly Id[],
  key: (id: Id) => string,
  others: Partial<Record<Id, string>> = {},
): Map<string, Id> {
  const names = new Map<string, Id>();
  for (const id of ids) for (const word of others[id]?.split("|") ?? []) names.set(foldWord(word), id);
  for (const id of ids) {
    names.set(foldWord(id), id);
    for (const language of wordsLanguages) names.set(foldWord(wordsIn(language)(key(id))), id);
  }
  return names;
}

/** All constituents with their names; contacts and networks only of those that the entries name. Times are judged at `now`. */
export async function loadKnownRegister(tx: Tx, entries: readonly ImportEntry[], now: Date): Promise<KnownRegister> {
  const rows = await tx.execute<
    Omit<KnownConstituent, "contacts" | "sizes" | "services" | "relations"> & Record<string, unknown>
  >(sql`
    select id, reference, name, other_names as "otherNames", sector, isic, classes, area_id as "areaId", address, legal_form as "legalForm", parent_id as "parentId", languages, version
    from constituents where ended_at is null`);
  const known: KnownRegister = { byId: new Map(), byReference: new Map(), byName: new Map(), holders: new Map() };
  for (const row of rows) addKnown(known, { ...row, contacts: [], ...noParts() });
  const named = new Set<string>();
  for (const { reference, name } of entries) {
    const one = reference === undefined ? undefined : known.byReference.get(reference)?.id;
    if (one !== undefined) named.add(one);
    for (const id of known.byName.get(foldText(name ?? "")) ?? []) named.add(id);
  }
  await loadContacts(tx, known, [...named]);
  await loadHolders(tx, known, entries, now);
  return known;
}

/** Keeps a constituent in what is known, also one that was just made. */
export function addKnown(known: KnownRegister, one: KnownConstituent): void {
  known.byId.set(one.id, one);
  known.byReference.set(one.reference, one);
  for (const name of new Set([one.name, ...one.otherNames].map(foldText))) {
    if (name === "") continue;
    const ids = known.byName.get(name) ?? new Set();
    known.byName.set(name, ids.add(one.id));
  }
}

/** What a constituent has before its parts are loaded. */
export function noParts(): Pick<KnownConstituent, "sizes" | "services" | "relations"> {
  return { sizes: [], services: [], relations: [] };
}

/** Fills in the contacts, figures, services and relations of these constituents. */
export async function loadContacts(tx: Tx, known: KnownRegister, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.execute<KnownContact & { of: string } & Record<string, unknown>>(sql`
    select id, constituent_id as of, name, role, email, phone, hours from contacts
    where ended_at is null and constituent_id = any(${sql.param([...ids])}::uuid[]) order by created_at, id`);
  for (const { of, ...contact } of rows) known.byId.get(of)?.contacts.push(contact);
  const parts = await tx.execute<
    { of: string; part: "sizes" | "services" | "relations"; said: never } & Record<string, unknown>
  >(sql`
    select constituent_id as of, 'sizes' as part, jsonb_build_object('kind', kind, 'amount', amount::float8, 'currency', currency, 'asOf', as_of) as said
      from constituent_sizes where constituent_id = any(${sql.param([...ids])}::uuid[])
    union all select constituent_id, 'services', to_jsonb(url) from online_services where ended_on is null and constituent_id = any(${sql.param([...ids])}::uuid[])
    union all select from_id, 'relations', to_jsonb(kind || ' ' || to_id) from constituent_relations where ended_on is null and from_id = any(${sql.param([...ids])}::uuid[])`);
  for (const { of, part, said } of parts) known.byId.get(of)?.[part].push(said);
}

async function loadHolders(tx: Tx, known: KnownRegister, entries: readonly ImportEntry[], now: Date): Promise<void> {
  const wanted = [...new Set(entries.flatMap(({ networks }) => networks.map(({ value }) => value)))];
  if (wanted.length === 0) return;
  const at = now.toISOString();
  const rows = await tx.execute<{ kind: string; value: string; id: string; name: string }>(sql`
    select n.kind, n.value, c.id, c.name from network_claims n join constituents c on c.id = n.constituent_id
    where n.value = any(${sql.param(wanted)}::text[]) and n.state not in ('refused', 'withdrawn')
      and (n.held_until is null or n.held_until > ${at}::timestamptz)`);
  for (const { kind, value, id, name } of rows) {
    const key = `${kind} ${value}`;
    known.holders.set(key, [...(known.holders.get(key) ?? []), { id, name }]);
  }
}
