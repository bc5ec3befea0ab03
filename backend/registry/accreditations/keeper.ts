// Who keeps a register of accredited bodies: the national team at the desk, an authority in its office; each its own.
import type { Context } from "../../platform/context/index.ts";
import { AppError } from "../../platform/errors/index.ts";

/** The door to the database: officers come as their authority, everybody else of the house as the desk. */
export function keeperScope(ctx: Context): "authority" | "staff" | "system" {
  const { actor } = ctx;
  if (actor.kind === "system") return "system";
  const isOfficer =
    actor.kind === "person" && actor.roles.some((role) => role === "officer" || role === "officer_head");
  return isOfficer ? "authority" : "staff";
}

/** The organisation that a new entry is kept by. @throws AppError forbidden where nobody's is asked. */
export function keeperOf(ctx: Context): string {
  const { actor } = ctx;
  if (actor.kind === "person" || actor.kind === "api_key") return actor.organisationId;
  throw new AppError("forbidden", "A register of accredited bodies is kept by an organisation.");
}
