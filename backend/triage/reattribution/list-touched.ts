// The reports whose attribution a corrected claim changes: those that name something it covers, where the register now says somebody else.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { parsePrefix } from "../../platform/addresses/index.ts";
import { isByClaim, openHolderFinder } from "../../registry/index.ts";
import { findAttribution } from "./find-attribution.ts";
import type { TouchedReport, TouchedReports } from "./model.ts";

const mostReports = 300;

/** The newest 300 reports on the value are looked through. @throws forbidden, not_found. */
export async function listTouched(ctx: Context, claimId: string): Promise<TouchedReports> {
  requirePermission(ctx, "report.read");
  requirePermission(ctx, "registry.read");
  if (!isId(claimId)) throw notFound("claim");
  return await readOnly(
    ctx,
    async (tx) => {
      const [claim] = await tx.execute<{ kind: string; value: string }>(
        sql`select kind, value from network_claims where id = ${claimId}`,
      );
      if (!claim) throw notFound("claim");
      const reports = await reportsOn(tx, claim);
      const rows: TouchedReport[] = [];
      const holders = openHolderFinder();
      for (const report of reports.slice(0, mostReports)) {
        const found = await findAttribution(tx, report.id, holders);
        if (!found || found.isSame) continue;
        const names = (list: { name?: string; via?: string }[]) =>
          list.filter(({ via }) => isByClaim(via)).flatMap(({ name }) => name ?? []);
        rows.push({
          id: report.id,
          reference: report.reference,
          at: found.at.toISOString(),
          value: claim.value,
          before: names(found.before),
          after: names(found.after),
        });
      }
      return { rows, isCut: reports.length > mostReports };
    },
    "staff",
  );
}

async function reportsOn(
  tx: Tx,
  { kind, value }: { kind: string; value: string },
): Promise<{ id: string; reference: string }[]> {
  const matching =
    kind === "prefix"
      ? sql`o.kind in ('ipv4', 'ipv6', 'url') and lower(o.value) like ${patternOf(value)}`
      : kind === "domain"
        ? sql`o.kind in ('domain', 'url', 'email') and lower(o.value) like ${`%${value}%`}`
        : kind === "url_prefix"
          ? sql`o.kind = 'url' and position(${`://${hostOf(value)}`} in lower(o.value)) > 0`
          : sql`o.kind = ${kind} and o.value = ${value}`;
  return await tx.execute<{ id: string; reference: string }>(sql`
    select r.id, r.reference from reports r where r.id in (select o.report_id from observables o where o.role <> 'victim' and ${matching})
    order by r.received_at desc, r.id desc limit ${mostReports + 1}`);
}

/** The host of a claimed web address: which of its addresses are covered is decided afterwards. */
function hostOf(value: string): string {
  return URL.canParse(value) ? new URL(value).hostname : value;
}

/** What every address of the range has in its text; the exact range decides afterwards. */
function patternOf(value: string): string {
  const prefix = parsePrefix(value);
  if (!prefix) return "";
  if (prefix.version === 4) {
    const whole =
      value
        .split("/")[0]
        ?.split(".")
        .slice(0, Math.floor(prefix.length / 8)) ?? [];
    return whole.length === 4 ? `%${whole.join(".")}%` : `%${whole.map((octet) => `${octet}.`).join("")}%`;
  }
  // Zeros are shortened at different places: only the first two groups, where they are whole and not zero, are in every writing.
  const groups = (value.split("::")[0] ?? "").split(":").slice(0, Math.min(2, Math.floor(prefix.length / 16)));
  return groups.length === 0 || groups.includes("0") ? "%:%" : `%${groups.join(":")}:%`;
}
