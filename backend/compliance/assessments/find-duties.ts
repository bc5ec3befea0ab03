// The duties of law that an entity answers for itself: of the packs of its country, those that bind it on this day.
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { judgePack, type JudgedDuty } from "../duties/judge-duties.ts";
import { lawOfCountry, type LawOfCountry } from "../duties/law-of-country.ts";
import { type Entity, eventsOf, readDutyEvents, readEntity } from "../duties/read-entity.ts";
import { type LoadedPack, policiesFolder } from "../law/index.ts";

export interface OwnDuties {
  entity: Entity;
  law: LawOfCountry;
  packs: { loaded: LoadedPack; duties: JudgedDuty[] }[];
}

/** @param organisationId of a job, which acts for nobody. Packs of which nothing binds are left out. @throws not_found where the organisation has no entry in the register. */
export async function findOwnDuties(
  tx: Tx,
  ctx: Context,
  organisationId?: string,
  root = policiesFolder,
): Promise<OwnDuties> {
  const now = ctx.now();
  const entity = await readEntity(tx, ctx, now, ...(organisationId === undefined ? [] : [organisationId]));
  const law = lawOfCountry(entity.profile.country, root);
  const rows = await readDutyEvents(tx, entity.id);
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const packs = law.packs
    .map((loaded) => ({
      loaded,
      duties: judgePack(loaded, entity.profile, eventsOf(rows, loaded.pin.id), law.world, instant).filter(
        ({ duty }) => duty.status !== "not_binding",
      ),
    }))
    .filter(({ duties }) => duties.length > 0);
  return { entity, law, packs };
}

/** One duty of one pack, as it binds today. @throws not_found for one that does not. */
export function requireDuty(own: OwnDuties, packId: string, obligation: string): LoadedPack {
  const pack = own.packs.find(({ loaded }) => loaded.pin.id === packId);
  if (!pack?.duties.some((one) => one.obligation.id === obligation)) throw notFound("duty");
  return pack.loaded;
}
