// Rows of registers of processing and of formalities for the test of what the database shows to each scope: the scopes of entities and authorities have tests of their own.
import { newId } from "../../backend/platform/ids/index.ts";
import { loadPack } from "../../backend/compliance/law/index.ts";
import type { TestWorld } from "./database.ts";

const open = { none: 2, intake: 2, reporter: 2, person: 2, staff: 2, identity: 2, custody: 2, mailer: 2, system: 2 };

/** As in rows.test.ts: 2 is every row. The extract of what was decided is for everybody. */
export const seenOfFormalities = {
  processing_entries: { system: 2 },
  processing_versions: { system: 2 },
  formalities: { system: 2 },
  formality_contents: { system: 2 },
  formality_steps: { system: 2 },
  formality_extracts: open,
} as const;
/** Refused by a trigger, whoever asks. */
export const neverChangedOfFormalities = [
  "processing_versions",
  "formalities",
  "formality_contents",
  "formality_steps",
  "formality_extracts",
];

export interface FormalityRows {
  entry: string;
  formality: string;
}

/** One entry of the register of processing, and a formality with its content, a step and its public extract. */
export async function addFormalityRows(
  { owner }: Pick<TestWorld, "owner">,
  of: {
    constituentId: string;
    organisationId: string;
    authorityId?: string;
    state?: "draft" | "submitted" | "incomplete" | "decided";
  },
): Promise<FormalityRows> {
  const { constituentId, organisationId, state = "decided" } = of;
  // The house counts its organisations by what else stands in it: rows of an authority use the entity's own where none is given.
  const authority = of.authorityId ?? organisationId;
  const [entry, formality] = [newId(), newId()];
  const hash = "ab".repeat(32);
  const { pin } = loadPack("ml.data-protection@1.1.0");
  await owner`insert into processing_entries (id, organisation_id, constituent_id, number, version, created_at)
    select ${entry}, ${organisationId}, ${constituentId}, coalesce(max(number), 0) + 1, 1, now() from processing_entries where organisation_id = ${organisationId}`;
  await owner`insert into processing_versions (entry_id, number, organisation_id, content, changed_at) values (${entry}, 1, ${organisationId}, ${owner.json(contentOfEntry)}, now())`;
  const isFiled = state !== "draft";
  const isDecided = state === "decided";
  await owner`insert into formalities (id, authority_id, organisation_id, constituent_id, entity_name, entity_reference, kind, obligation_id, pack_id, pack_version, pack_sha256, channel, language,
      state, entry_ids, receipt_number, submitted_at, entered_at, outcome, decision_number, decision, decided_at, content_number, created_at, changed_at)
    select ${formality}, ${authority}, ${organisationId}, ${constituentId}, 'Bank', 'K-1', 'declaration', 'ml-dp.formalities.before-processing', ${pin.id}, ${pin.version}, ${pin.sha256}, 'console', 'fr',
      ${state}, ${[entry]}, ${isFiled ? formality : null}, ${isFiled ? new Date() : null}, ${isFiled ? new Date() : null}, ${isDecided ? "accepted" : null}, ${isDecided ? formality : null},
      ${isDecided ? "As filed" : null}, ${isDecided ? new Date() : null}, ${isFiled ? 1 : 0}, now(), now()`;
  if (!isFiled) return { entry, formality };
  const item = { number: 1, version: 1, title: contentOfEntry.title, traits: [], countries: [], fields: [] };
  await owner`insert into formality_contents (formality_id, number, authority_id, organisation_id, constituent_id, items, content_sha256, leaf_hash, submitted_at)
    values (${formality}, 1, ${authority}, ${organisationId}, ${constituentId}, ${owner.json([item])}, ${hash}, ${hash}, now())`;
  await owner`insert into formality_steps (id, formality_id, authority_id, organisation_id, constituent_id, position, kind, side, at, is_to_entity)
    values (${newId()}, ${formality}, ${authority}, ${organisationId}, ${constituentId}, 0, 'submit', 'entity', now(), true)`;
  if (isDecided)
    await owner`insert into formality_extracts (formality_id, authority_id, authority_name, entity_name, kind, outcome, receipt_number, decision_number, title, processings, decided_on, published_at)
      values (${formality}, ${authority}, 'APDP', 'Bank', 'declaration', 'accepted', ${formality}, ${formality}, 'Customers', 1, '2026-11-22', now())`;
  return { entry, formality };
}

const contentOfEntry = {
  title: "Customers",
  role: "controller",
  forWhom: "",
  purposes: "To serve customers",
  legalBasis: "",
  dataCategories: "Names",
  peopleCategories: "Customers",
  recipients: "",
  transfers: [],
  retention: "",
  securityMeasures: "",
  traits: [],
};
