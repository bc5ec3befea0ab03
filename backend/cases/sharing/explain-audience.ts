// "Who can see this, and why?": every party with its reasons, from the facts that the database's policies judge by. Pure; a test holds both to each other.
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import type { Party, Reason } from "./model.ts";

export interface AudienceFacts {
  object: "report" | "case";
  marking: Marking;
  pap: Pap;
  /** The restricted case that it is or belongs to, or undefined. */
  restriction: { reference: string; memberIds: readonly string[] } | undefined;
  /** People who work cases. */
  staff: readonly { id: string; name: string }[];
  conflicts: readonly { personId: string; about: string }[];
  openings: readonly { personId: string; until: string }[];
  hasReporter: boolean;
  /** The organisation whose people handed it in. */
  entity: { id: string; name: string } | undefined;
  organisations: readonly { id: string; name: string; kind: "constituent" | "authority" | "peer" }[];
  shares: readonly { id: string; organisationId: string; basis: "filing" | "desk" }[];
}

const why = (key: string, values: Record<string, string> = {}): Reason => ({ key: `access.why.${key}`, values });

/** Persons of the desk first, then organisations, then who never sees it. */
export function explainAudience(facts: AudienceFacts): Party[] {
  return [
    ...facts.staff.map((person) => explainPerson(facts, person)),
    ...(facts.hasReporter && facts.object === "report" ? [group("reporter", true, why("receipt"))] : []),
    ...facts.organisations.flatMap((organisation) => explainOrganisation(facts, organisation)),
    group("administrators", false, why("administrator")),
    group("auditors", false, why("auditor")),
    group("others", false, why("nobody_else")),
  ];
}

function explainPerson(facts: AudienceFacts, person: { id: string; name: string }): Party {
  const about = facts.conflicts.filter((one) => one.personId === person.id).map((one) => one.about);
  const base = { kind: "person" as const, id: person.id, name: person.name, shareId: null };
  // A conflict of interest is stronger than membership and than a broken glass.
  if (about.length > 0)
    return { ...base, canSee: false, reasons: [...new Set(about)].map((name) => why("conflict", { name })) };
  if (!facts.restriction) return { ...base, canSee: true, reasons: [why("desk")] };
  const { reference, memberIds } = facts.restriction;
  const opening = facts.openings.find((one) => one.personId === person.id);
  if (memberIds.includes(person.id)) return { ...base, canSee: true, reasons: [why("member", { reference })] };
  if (opening) return { ...base, canSee: true, reasons: [why("glass", { until: opening.until })] };
  return { ...base, canSee: false, reasons: [why("not_member", { reference })] };
}

function explainOrganisation(
  facts: AudienceFacts,
  organisation: { id: string; name: string; kind: "constituent" | "authority" | "peer" },
): Party[] {
  const base = { kind: "organisation" as const, id: organisation.id, name: organisation.name };
  const share = facts.shares.find((one) => one.organisationId === organisation.id);
  const shareId = share?.basis === "desk" ? share.id : null;
  if (facts.object === "report" && facts.entity?.id === organisation.id)
    return [{ ...base, canSee: true, reasons: [why("entity")], shareId }];
  if (organisation.kind === "authority" && !share)
    return [{ ...base, canSee: false, reasons: [why("not_filed")], shareId: null }];
  // Hundreds of constituents that it was never given to are one line.
  if (!share) return [];
  if (facts.marking === "red") return [{ ...base, canSee: false, reasons: [why("red")], shareId }];
  if (facts.object === "case" && facts.restriction)
    return [{ ...base, canSee: false, reasons: [why("restricted_share")], shareId }];
  return [{ ...base, canSee: true, reasons: [why(share.basis === "filing" ? "filed" : "shared")], shareId }];
}

function group(name: string, canSee: boolean, reason: Reason): Party {
  return { kind: "group", id: null, name: `access.party.${name}`, canSee, reasons: [reason], shareId: null };
}

/** May the desk give it to an organisation of this kind at all? */
export function maySharedTo(mark: { marking: Marking; pap: Pap }, kind: "constituent" | "peer") {
  return canLeave(mark, kind === "peer" ? "share_peer" : "share_constituent");
}
