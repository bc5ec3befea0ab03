// Transactions: each begins by saying who asks, so that row-level security holds whatever the query forgets.
import { sql } from "drizzle-orm";
import type { Actor, Context } from "../context/index.ts";
import type { Tx } from "./connect.ts";
import { withoutValues } from "./without-values.ts";

/** What row-level security knows of the actor. `intake` is the narrow door through which strangers hand in reports; `identity` is that of the verbs that keep sessions and passkeys, `enrolment` that through which a constituent's people come to their entry, `custody` that of those who keep sealed names, `mailer` that of sending to an address that was allowed. */
export type Scope =
  | "system"
  | "staff"
  | "person"
  | "constituent"
  | "authority"
  | "focal"
  | "peer"
  | "reporter"
  | "intake"
  | "identity"
  | "enrolment"
  | "custody"
  | "mailer"
  | "none";

/** A scope that is given: its name, or the door of intake with the one report that is handed in through it. */
export type GivenScope = Scope | { scope: "intake"; reportId: string };

/** Roles whose holders work reports and cases. Administrators manage and read no cases. */
const caseRoles = new Set(["analyst", "senior", "lead", "on_call"]);
/** Roles in other organisations than the national team: what they see is keyed by their organisation. */
const tenantRoles = new Map<string, Scope>([
  ["constituent_contact", "constituent"],
  ["constituent_dpo", "constituent"],
  ["constituent_administrator", "constituent"],
  ["officer", "authority"],
  ["officer_head", "authority"],
  ["focal_point", "focal"],
]);

export function scopeOf(actor: Actor): Scope {
  switch (actor.kind) {
    case "system":
      return "system";
    case "reporter":
      return "reporter";
    case "person":
      if (actor.roles.some((role) => caseRoles.has(role))) return "staff";
      return actor.roles.map((role) => tenantRoles.get(role)).find((scope) => scope !== undefined) ?? "person";
    case "api_key":
    case "anonymous":
      return "intake";
  }
}

/**
 * Runs `work` in one transaction under the actor's scope. A verb that changes data asks permission first and calls writeAudit inside
 * (a lint rule holds it to that). `scope` narrows or, for the sign-in ceremonies and intake verbs, names the door that is used.
 */
export async function withTransaction<Result>(
  ctx: Context,
  work: (tx: Tx) => Promise<Result>,
  scope?: GivenScope,
  /** All queries see the rows of one moment; two that write the same rows then end with an error of one of them. */
  options: { isOneMoment?: boolean } = {},
): Promise<Result> {
  return await ctx.db.orm
    .transaction(
      async (tx) => {
        await tellWhoAsks(tx, ctx.actor, scope);
        return await work(tx);
      },
      options.isOneMoment === true ? { isolationLevel: "repeatable read" } : undefined,
    )
    .catch(rethrow);
}

/** The same for reading: PostgreSQL refuses any write inside. */
export async function readOnly<Result>(
  ctx: Context,
  work: (tx: Tx) => Promise<Result>,
  scope?: GivenScope,
  /** All queries see the rows of one moment, so that sums that are one thing are equal. */
  options: { isOneMoment?: boolean } = {},
): Promise<Result> {
  return await ctx.db.orm
    .transaction(
      async (tx) => {
        await tellWhoAsks(tx, ctx.actor, scope);
        return await work(tx);
      },
      { accessMode: "read only", ...(options.isOneMoment === true ? { isolationLevel: "repeatable read" } : {}) },
    )
    .catch(rethrow);
}

function rethrow(error: unknown): never {
  throw withoutValues(error);
}

async function tellWhoAsks(tx: Tx, actor: Actor, given: GivenScope = scopeOf(actor)): Promise<void> {
  const { scope, reportId } = typeof given === "string" ? { scope: given, reportId: undefined } : given;
  const person = actor.kind === "person" ? actor.personId : "";
  const roles = actor.kind === "person" ? actor.roles.join(",") : "";
  const organisation = actor.kind === "person" || actor.kind === "api_key" ? actor.organisationId : "";
  const report = reportId ?? (actor.kind === "reporter" ? actor.reportId : "");
  await tx.execute(sql`select set_config('toguna.scope', ${scope}, true), set_config('toguna.person', ${person}, true),
    set_config('toguna.organisation', ${organisation}, true), set_config('toguna.report', ${report}, true), set_config('toguna.roles', ${roles}, true)`);
}
