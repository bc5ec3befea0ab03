// "Which duties bind me, and why": the duties of the asker's own entity on this day.
import { Temporal } from "temporal-polyfill";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { wordsFor } from "../../platform/words/index.ts";
import { judgePack, nameEvent, viewDuty } from "./judge-duties.ts";
import { lawOfCountry } from "./law-of-country.ts";
import type { DutiesView, LanguageQuery } from "./model.ts";
import { eventsOf, readDutyEvents, readEntity } from "./read-entity.ts";

/** @throws forbidden; not_found where the organisation has no entry in the register. */
export async function readDuties(ctx: Context, { language }: LanguageQuery): Promise<DutiesView> {
  requirePermission(ctx, "duty.read");
  const now = ctx.now();
  const { entity, rows } = await readOnly(ctx, async (tx) => {
    const found = await readEntity(tx, ctx, now);
    return { entity: found, rows: await readDutyEvents(tx, found.id) };
  });
  const law = lawOfCountry(entity.profile.country);
  const words = wordsFor(ctx, language);
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const judged = law.packs.flatMap((loaded) =>
    judgePack(loaded, entity.profile, eventsOf(rows, loaded.pin.id), law.world, instant),
  );
  const views = judged.map((one) => viewDuty(one, law, words));
  const { profile } = entity;
  const binding = views.filter(({ status }) => status !== "not_binding");
  const boundPacks = new Set(binding.map(({ packId }) => packId));
  return {
    entity: {
      id: entity.id,
      reference: entity.reference,
      name: entity.name,
      country: profile.country,
      classes: profile.classes.map((id) => ({ id, name: law.classes.get(id)?.names[language] ?? id })),
      role: profile.role,
      version: entity.version,
    },
    now: now.toISOString(),
    binding,
    notBinding: views.filter(({ status }) => status === "not_binding"),
    conditions: listConditions(judged, profile.conditions, language),
    events: rows.map((row) => {
      const pack = law.packs.find(({ pin }) => pin.id === row.packId)?.pack;
      return { ...row, name: pack ? nameEvent(row.event, language, law, pack) : row.event };
    }),
    notices: law.packs.flatMap(({ pack }) =>
      pack.pack.notice && boundPacks.has(pack.pack.id)
        ? [{ packTitle: pack.pack.title[language], text: pack.pack.notice[language] }]
        : [],
    ),
    mayChange: may(ctx, "duty.change"),
  };
}

/** Thresholds and exceptions of the duties that bind, each once. */
function listConditions(
  judged: ReturnType<typeof judgePack>,
  stated: Readonly<Record<string, boolean>>,
  language: LanguageQuery["language"],
): DutiesView["conditions"] {
  const found = new Map<string, DutiesView["conditions"][number]>();
  for (const { loaded, obligation, duty } of judged) {
    if (duty.status === "not_binding") continue;
    const packTitle = loaded.pack.pack.title[language];
    const add = (kind: "threshold" | "exception", id: string, text: string): void => {
      if (!found.has(id)) found.set(id, { id, kind, text, packTitle, stated: stated[id] ?? null });
    };
    if (obligation.threshold !== "none") add("threshold", obligation.threshold.id, obligation.threshold.text[language]);
    if (obligation.exceptions !== "none")
      for (const one of obligation.exceptions) add("exception", one.id, one.text[language]);
  }
  return [...found.values()];
}
