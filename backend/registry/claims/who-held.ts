// "Who held this at that time?": every layer with its dates, proof and dispute, the most specific first, as the register says it now or said it on another day.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { type HolderLayer, statesInForce, WhoHeld, type WhoHeldAnswer } from "./model.ts";
import { type AskedValue, readAsked } from "./read-asked.ts";
import { hostAndParents } from "../rules.ts";

const mostRows = 200;

/** @throws forbidden; invalid_input naming `value`, or `knownAt` in the future. */
export async function whoHeld(ctx: Context, input: WhoHeld): Promise<WhoHeldAnswer> {
  requirePermission(ctx, "registry.read");
  const query = WhoHeld.parse(input);
  const asked = readAsked(query.value);
  if (!asked)
    throw invalidInput([
      {
        path: "value",
        message:
          "Expected an address such as 203.0.113.5, a domain such as bank.example, a web address, an AS number such as AS64496 or a short code.",
      },
    ]);
  const at = query.at === undefined ? ctx.now() : new Date(query.at);
  const knownAt = query.knownAt === undefined ? ctx.now() : new Date(query.knownAt);
  if (knownAt > ctx.now())
    throw invalidInput([{ path: "knownAt", message: "Expected a time that is not in the future." }]);
  const isPast = query.knownAt !== undefined;
  const known = knownAt.toISOString();
  const facts = sql`constituent_id, kind, value, prefix, held_from, held_until, state, proof, proven_at, source`;
  const now = sql`select id as claim_id, lapsed_at, recorded_at, ${facts} from network_claims where ${matching(asked)} ${isPast ? sql`and recorded_at <= ${known}::timestamptz` : sql``}`;
  const before = sql`select claim_id, null::timestamptz, recorded_from, ${facts} from network_claim_versions
    where ${matching(asked)} and recorded_from <= ${known}::timestamptz and recorded_until > ${known}::timestamptz`;
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<HolderLayer & Record<string, unknown>>(sql`
        with known as (${isPast ? sql`${now} union all ${before}` : now})
        select k.claim_id as "claimId", k.constituent_id as "constituentId", c.name, c.sector, k.kind, k.value, k.state, k.proof,
          ${iso(sql`k.proven_at`)} as "provenAt", ${iso(sql`k.lapsed_at`)} as "lapsedAt", k.source, ${iso(sql`k.recorded_at`)} as "recordedAt",
          ${iso(sql`k.held_from`)} as "heldFrom", ${iso(sql`k.held_until`)} as "heldUntil",
          (select jsonb_build_object('id', d.id, 'reference', d.reference, 'state', d.state, 'outcome', case when d.state = 'settled' then d.outcome end)
            from claim_disputes d where k.claim_id in (d.standing_claim_id, d.challenger_claim_id) and d.opened_at <= ${known}::timestamptz
            order by d.opened_at desc, d.id desc limit 1) as dispute
        from known k join constituents c on c.id = k.constituent_id
        order by k.kind = 'domain', masklen(k.prefix) desc nulls last, length(k.value) desc, k.held_from desc nulls last, k.claim_id limit ${mostRows}`),
    "staff",
  );
  const isHeld = (row: HolderLayer): boolean =>
    statesInForce.includes(row.state) &&
    (row.heldFrom === null || Date.parse(row.heldFrom) <= at.getTime()) &&
    (row.heldUntil === null || Date.parse(row.heldUntil) > at.getTime());
  const newest = (row: HolderLayer): number => (row.heldFrom === null ? 0 : Date.parse(row.heldFrom));
  return {
    asked: asked.text,
    at: at.toISOString(),
    knownAt: knownAt.toISOString(),
    layers: rows.filter(isHeld),
    others: rows.filter((row) => !isHeld(row)).sort((one, two) => newest(two) - newest(one)),
  };
}

/** Over the columns that claims and their versions share, so that each has its own index. */
function matching(asked: AskedValue): SQL {
  switch (asked.kind) {
    case "address":
      return sql`kind = 'prefix' and prefix >>= ${asked.text}::inet`;
    case "range":
      return sql`kind = 'prefix' and prefix && ${asked.text}::cidr`;
    case "asn":
    case "short_code":
      return sql`kind = ${asked.kind} and value = ${asked.text}`;
    case "host":
      return sql`kind = 'domain' and value in (${sql.join(
        hostAndParents(asked.text).map((name) => sql`${name}`),
        sql`, `,
      )})`;
    case "url":
      return sql`(kind = 'url_prefix' and value in (${sql.join(
        prefixesOfUrl(asked.text).map((part) => sql`${part}`),
        sql`, `,
      )})
        or ${asked.host === null ? sql`false` : matching(asked.host)})`;
  }
}

/** Every beginning of a web address that ends where a path, query or the whole does: what a claim on web addresses is for. */
function prefixesOfUrl(url: string): string[] {
  const { origin } = new URL(url);
  const beginnings = new Set<string>([url]);
  for (let at = origin.length; at < url.length && beginnings.size < 200; at++)
    if (/[/?#&=]/.test(url.charAt(at))) beginnings.add(url.slice(0, at + 1)).add(url.slice(0, at));
  return [...beginnings];
}
