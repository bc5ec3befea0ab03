// The team sets its targets and hours; each setting is an edition of its own, for what begins from then on.
import { requirePermission } from "../../identity/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { addEdition, editionsOf } from "./editions.ts";
import { calendarOf } from "./load-week.ts";
import { Levels, type LevelsView, SetLevels } from "./model.ts";

/** @throws invalid_input by field; conflict when another edition was set since. */
export async function setLevels(ctx: Context, input: SetLevels): Promise<{ number: number }> {
  requirePermission(ctx, "service.shape");
  const { levels, note, seen } = SetLevels.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id, number } = await addEdition(tx, ctx, { kind: "levels", definition: levels, note, seen });
    await writeAudit(tx, ctx, {
      action: "service.set_levels",
      objectType: "service",
      objectId: id,
      detail: { number, targets: levels.targets.length },
    });
    return { number };
  });
}

/** What is in force, and when it was set before. */
export async function readLevels(ctx: Context): Promise<LevelsView> {
  requirePermission(ctx, "case.read");
  const editions = await readOnly(ctx, async (tx) => await editionsOf(tx, "levels", (raw) => Levels.parse(raw)));
  const [newest] = editions;
  const { id, version } = calendarOf(ctx.config.country);
  return {
    number: newest?.number ?? 0,
    levels: newest?.definition ?? null,
    setAt: newest?.setAt ?? null,
    setBy: newest?.setBy ?? null,
    calendar: { id, version },
    zone: loadCountry(ctx.config.country).timeZones.default,
    past: editions.map(({ number, setAt, setBy, note }) => ({ number, setAt, setBy, note })),
  };
}
