// What the registries' current files say of a claimed range or number: under which account it is, and whose an officer says that account is.
import { sql } from "drizzle-orm";
import type { Tx } from "../../../platform/db/index.ts";
import type { networkClaims } from "../../tables.ts";

export interface Delegation {
  /** Whose account it is by an officer's word. */
  constituentId: string | null;
  /** "afrinic 20260301, account F36A1": what the claim's source then says. */
  source: string | null;
  problem: "no_file" | "no_record_file" | "not_given" | "not_linked" | "other_account" | "kind";
  detail: string;
}

type Claimed = Pick<typeof networkClaims.$inferSelect, "kind" | "value" | "constituentId">;

/** The smallest record that covers all of the claim counts. */
export async function findDelegation(tx: Tx, claim: Claimed): Promise<Delegation> {
  const none = { constituentId: null, source: null };
  if (claim.kind !== "prefix" && claim.kind !== "asn")
    return { ...none, problem: "kind", detail: "The files of the address registries list ranges and AS numbers only." };
  const number = claim.kind === "asn" ? Number(claim.value.slice(2)) : 0;
  const covers =
    claim.kind === "prefix"
      ? sql`r.kind = 'prefix' and r.prefix >>= ${claim.value}::cidr`
      : sql`r.kind = 'asn' and r.asn_from <= ${number} and r.asn_to >= ${number}`;
  const [record] = await tx.execute<{
    registry: string;
    serial: string;
    status: string;
    opaqueId: string | null;
    holder: string | null;
  }>(sql`
    select f.registry, f.serial, r.status, r.opaque_id as "opaqueId", h.constituent_id as holder
    from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
    left join delegated_holders h on h.registry = f.registry and h.opaque_id = r.opaque_id and h.ended_at is null
    where ${covers} order by masklen(r.prefix) desc nulls last, r.asn_to - r.asn_from, r.line limit 1`);
  if (!record) {
    const [file] = await tx.execute(sql`select 1 from delegated_files where is_current limit 1`);
    return file
      ? { ...none, problem: "no_record_file", detail: "No record of the address registries' files covers all of this." }
      : { ...none, problem: "no_file", detail: "No file of an address registry has been brought in yet." };
  }
  if (record.opaqueId === null || !["allocated", "assigned"].includes(record.status))
    return {
      ...none,
      problem: "not_given",
      detail: `By the file of ${record.registry} this is ${record.status} and nobody's.`,
    };
  const source = `${record.registry} ${record.serial}, account ${record.opaqueId}`;
  if (record.holder === null)
    return {
      ...none,
      problem: "not_linked",
      detail: `It is under the account ${record.opaqueId} of ${record.registry}; an officer must say whose that is.`,
    };
  return {
    constituentId: record.holder,
    source,
    problem: "other_account",
    detail:
      record.holder === claim.constituentId
        ? `It is under the account ${record.opaqueId} of ${record.registry}.`
        : `By the file of ${record.registry} it is under the account ${record.opaqueId}, which is somebody else's.`,
  };
}
