// The tables of enrolment, as migration 0014 makes them.
import { customType, date, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ClaimProof, EntryClaimState } from "./model.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const entryClaims = pgTable("entry_claims", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id"),
  wantedName: text("wanted_name"),
  wantedSector: text("wanted_sector"),
  wantedPlace: text("wanted_place"),
  personName: text("person_name").notNull(),
  email: text("email").notNull(),
  language: text("language").notNull(),
  proof: text("proof").$type<ClaimProof>().notNull(),
  domain: text("domain"),
  challenge: text("challenge"),
  letterId: uuid("letter_id"),
  state: text("state").$type<EntryClaimState>().notNull(),
  madeAt: instant("made_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  confirmedAt: instant("confirmed_at"),
  provenAt: instant("proven_at"),
  failedTries: integer("failed_tries").notNull().default(0),
  checkedAt: instant("checked_at"),
  firstBy: uuid("first_by"),
  firstAt: instant("first_at"),
  secondBy: uuid("second_by"),
  secondAt: instant("second_at"),
  agreedBy: uuid("agreed_by"),
  refusedBy: uuid("refused_by"),
  settledAt: instant("settled_at"),
  reason: text("reason").notNull().default(""),
  invitationId: uuid("invitation_id"),
  personId: uuid("person_id"),
});

export const enrolmentLetters = pgTable("enrolment_letters", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id").notNull(),
  codeHash: bytea("code_hash").notNull(),
  address: text("address").notNull(),
  language: text("language").notNull(),
  madeBy: uuid("made_by"),
  madeAt: instant("made_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  printedAt: instant("printed_at"),
  sentAt: instant("sent_at"),
  sentBy: uuid("sent_by"),
  usedAt: instant("used_at"),
  withdrawnAt: instant("withdrawn_at"),
});

export const paperRegistrations = pgTable("paper_registrations", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id").notNull(),
  paperReference: text("paper_reference").notNull(),
  signedBy: text("signed_by").notNull(),
  receivedOn: date("received_on", { mode: "string" }).notNull(),
  claimId: uuid("claim_id"),
  enteredBy: uuid("entered_by"),
  enteredAt: instant("entered_at").notNull(),
});
