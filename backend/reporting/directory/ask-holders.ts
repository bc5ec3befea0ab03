// "Who held this at that time?", answered as triage answers it.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { findHolders, readHeldValue } from "../../registry/index.ts";
import { type HolderAnswer, HoldersQuery } from "./model.ts";

/** @throws forbidden; invalid_input naming `value` when it is neither an address nor a domain. */
export async function askHolders(ctx: Context, input: HoldersQuery): Promise<HolderAnswer> {
  requirePermission(ctx, "registry.read");
  const query = HoldersQuery.parse(input);
  const asked = readHeldValue(query.value);
  if (!asked)
    throw invalidInput([
      { path: "value", message: "Expected an address such as 203.0.113.5 or a domain such as bank.example." },
    ]);
  const at = new Date(query.at);
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await findHolders(tx, {
        addresses: "address" in asked ? [asked.address] : [],
        hosts: "host" in asked ? [asked.host] : [],
        foldedText: "",
        at,
      }),
    "staff",
  );
  return {
    asked: "address" in asked ? asked.address : asked.host,
    at: at.toISOString(),
    rows: rows.map(({ constituentId, name, sector }) => ({ constituentId, name, sector })),
  };
}
