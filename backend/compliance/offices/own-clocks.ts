// The authority's own times: what its packs give it for an act of its own, with the article and what silence means; or that they give none.
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context/index.ts";
import { loadLawWorld, listDuties, loadPack, parseFacts } from "../law/index.ts";

export interface OwnClock {
  obligation: string;
  title: Record<"fr" | "en" | "mn", string>;
  articles: string;
  due: string | null;
  status: string;
  clock: string;
  /** accepted, refused, none or unknown; null where the pack says nothing. */
  onSilence: string | null;
  verification: string;
}

let world: ReturnType<typeof loadLawWorld> | undefined;

/**
 * @param specs packs as "ml.data-protection" or "ml.data-protection@1.0.0".
 * @param events what happened, by the names of policies/events.yml or "<stage>.submitted", as RFC 3339.
 * @param doneAt when the authority did it; null while it has not.
 */
export function listOwnClocks(
  ctx: Context,
  specs: readonly string[],
  events: Record<string, string>,
  doneAt: string | null,
): OwnClock[] {
  world ??= loadLawWorld();
  const known = world;
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
  return specs.flatMap((spec) => {
    const { pack } = loadPack(spec);
    const own = pack.obligations.filter(
      ({ bearer, clock }) =>
        bearer.by === "authority" && "start" in clock && clock.start.some((name) => events[name] !== undefined),
    );
    if (own.length === 0) return [];
    const submitted = doneAt === null ? {} : Object.fromEntries(own.map(({ stage }) => [stage, doneAt]));
    const facts = parseFacts({ entity: { country: ctx.config.country.toUpperCase() }, events, submitted });
    const { duties } = listDuties(pack, facts, known, now);
    return own.flatMap((it) => {
      const duty = duties.find(({ obligation }) => obligation === it.id);
      if (!duty) return [];
      const articles = pack.provisions.filter(({ id }) => it.cites.includes(id)).map(({ article }) => article ?? "?");
      return [
        {
          obligation: it.id,
          title: it.title,
          articles: articles.join(", "),
          due: duty.due,
          status: duty.status,
          clock: duty.clock,
          onSilence: it.onSilence ?? null,
          verification: duty.verification,
        },
      ];
    });
  });
}
