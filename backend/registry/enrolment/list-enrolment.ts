// What the desk sees of enrolment: claims that wait and the latest that were settled, letters, and which entries anybody keeps.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import {
  approvalsOf,
  type ClaimProof,
  type EnrolmentView,
  type EntryClaimState,
  type EntryClaimView,
  type LetterView,
} from "./model.ts";

type ClaimLine = {
  id: string;
  state: EntryClaimState;
  constituentId: string | null;
  name: string | null;
  reference: string | null;
  wantedName: string | null;
  wantedSector: string | null;
  wantedPlace: string | null;
  personName: string;
  email: string;
  proof: ClaimProof;
  domain: string | null;
  isProven: boolean;
  isHeld: boolean;
  madeAt: string;
  firstBy: string | null;
  firstName: string | null;
  firstAt: string | null;
  secondName: string | null;
  agreedName: string | null;
  refusedName: string | null;
  settledAt: string | null;
  reason: string;
};

/** Claims: those that wait first, then the latest 100 settled. Letters: the latest 200. Entries: all that have not ended. */
export async function listEnrolment(ctx: Context): Promise<EnrolmentView> {
  requirePermission(ctx, "registry.read");
  const canChange = may(ctx, "registry.change");
  const self = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  return await readOnly(
    ctx,
    async (tx) => ({
      claims: (await readClaims(tx)).map((line) => toView(line, canChange, self)),
      letters: await readLetters(tx),
      entries: await readEntries(tx),
      can: { change: canChange },
    }),
    "staff",
  );
}

/** The claims of one organisation's entries that wait for its administrator, for the console. */
export async function readClaims(tx: Tx, onlyWaitingFor?: string): Promise<ClaimLine[]> {
  const which = onlyWaitingFor
    ? sql`c.organisation_id = ${onlyWaitingFor} and e.state = 'waits_administrator'`
    : sql`e.state in ('confirmed', 'waits_administrator', 'waits_desk', 'approved', 'refused')`;
  return [
    ...(await tx.execute<ClaimLine>(sql`select e.id, e.state, c.id as "constituentId", c.name, c.reference,
      e.wanted_name as "wantedName", e.wanted_sector as "wantedSector", e.wanted_place as "wantedPlace", e.person_name as "personName",
      e.email, e.proof, e.domain, e.proven_at is not null as "isProven", c.id is not null and toguna_entry_is_held(c.id) as "isHeld",
      ${iso(sql`e.made_at`)} as "madeAt", e.first_by as "firstBy", p1.name as "firstName", ${iso(sql`e.first_at`)} as "firstAt",
      p2.name as "secondName", p3.name as "agreedName", p4.name as "refusedName", ${iso(sql`e.settled_at`)} as "settledAt", e.reason
    from entry_claims e left join constituents c on c.id = e.constituent_id left join people p1 on p1.id = e.first_by
      left join people p2 on p2.id = e.second_by left join people p3 on p3.id = e.agreed_by left join people p4 on p4.id = e.refused_by
    where ${which}
    order by e.state not in ('waits_desk', 'waits_administrator'), e.settled_at desc nulls first, e.made_at, e.id limit 200`)),
  ];
}

export function toView(line: ClaimLine, canChange: boolean, self: string): EntryClaimView {
  const { constituentId, name, reference, wantedName, firstName, firstAt } = line;
  const waits = line.state === "waits_desk" || line.state === "waits_administrator";
  const isEntered = constituentId !== null;
  return {
    id: line.id,
    state: line.state,
    constituent: isEntered ? { id: constituentId, name: name ?? "", reference: reference ?? "" } : null,
    wanted:
      wantedName === null
        ? null
        : { name: wantedName, sector: line.wantedSector ?? "other", place: line.wantedPlace ?? "" },
    personName: line.personName,
    email: line.email,
    proof: line.proof,
    domain: line.domain,
    isProven: line.isProven,
    isHeld: line.isHeld,
    madeAt: line.madeAt,
    first: firstAt === null ? null : { name: firstName ?? "", at: firstAt },
    approvalsNeeded: approvalsOf(line),
    settledAt: line.settledAt,
    settledBy: [firstName, line.secondName, line.agreedName, line.refusedName].filter((one) => one !== null),
    reason: line.reason,
    can: {
      approve: canChange && waits && isEntered && line.firstBy !== self,
      refuse: canChange && (waits || line.state === "confirmed"),
      enter: canChange && line.state === "waits_desk" && !isEntered,
    },
  };
}

async function readLetters(tx: Tx): Promise<LetterView[]> {
  const rows = await tx.execute<
    Omit<LetterView, "constituent"> & { constituentId: string; name: string; reference: string } & Record<
        string,
        unknown
      >
  >(sql`select l.id, c.id as "constituentId", c.name, c.reference, l.address, l.language, ${iso(sql`l.made_at`)} as "madeAt",
      coalesce(p.name, '') as "madeByName", ${iso(sql`l.expires_at`)} as "expiresAt", ${iso(sql`l.printed_at`)} as "printedAt",
      ${iso(sql`l.sent_at`)} as "sentAt", ${iso(sql`l.used_at`)} as "usedAt", ${iso(sql`l.withdrawn_at`)} as "withdrawnAt"
    from enrolment_letters l join constituents c on c.id = l.constituent_id left join people p on p.id = l.made_by
    order by l.made_at desc, l.id limit 200`);
  return rows.map(({ constituentId, name, reference, ...letter }) => ({
    ...letter,
    constituent: { id: constituentId, name, reference },
  }));
}

async function readEntries(tx: Tx): Promise<EnrolmentView["entries"]> {
  return [
    ...(await tx.execute<
      EnrolmentView["entries"][number] & Record<string, unknown>
    >(sql`select c.id, c.name, c.reference,
      a.names as "areaNames", c.languages,
      (select count(distinct g.person_id)::int from role_grants g join people p on p.id = g.person_id where g.organisation_id = c.organisation_id
        and g.role = 'constituent_administrator' and g.revoked_at is null and p.disabled_at is null) as administrators,
      exists (select 1 from enrolment_letters l where l.constituent_id = c.id and l.used_at is null and l.withdrawn_at is null
        and l.expires_at > now()) as "hasLetter"
    from constituents c left join areas a on a.id = c.area_id where c.ended_at is null order by c.name, c.id limit 5000`)),
  ];
}
