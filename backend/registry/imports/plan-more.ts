// What a row's sizes, services and relations would add to the register; what stands there already adds nothing. Pure.
import { foldText } from "./fold-text.ts";
import type { ImportEntry } from "./model.ts";
import type { KnownConstituent, KnownRegister, Step } from "./plan-row.ts";

/** The one entry that a reference or a name stands for; undefined for none or several. */
export function findOne(known: KnownRegister, text: string): string | undefined {
  const byReference = known.byReference.get(text.toUpperCase())?.id;
  if (byReference !== undefined) return byReference;
  const ids = [...(known.byName.get(foldText(text)) ?? [])];
  return ids.length === 1 ? ids[0] : undefined;
}

/** A figure that is written down already, or the latest without a day of its own, is not written again. */
export function sizeSteps(entry: ImportEntry, target: KnownConstituent | undefined): Step[] {
  return entry.sizes
    .filter((size) => {
      const known = (target?.sizes ?? []).filter(({ kind }) => kind === size.kind);
      const latest = known.toSorted((one, other) => (one.asOf < other.asOf ? 1 : -1))[0];
      const beside = size.asOf === null ? latest : known.find(({ asOf }) => asOf === size.asOf);
      return beside?.amount !== size.amount || beside.currency !== size.currency;
    })
    .map((size) => ({ do: "add_size", size }));
}

export function serviceSteps(entry: ImportEntry, target: KnownConstituent | undefined): Step[] {
  const kind = (entry.sector ?? target?.sector) === "public_administration" ? "egovernment" : "commercial";
  return entry.services
    .filter(({ url }, at, all) => !target?.services.includes(url) && all.findIndex((one) => one.url === url) === at)
    .map((service) => ({ do: "add_service", service, kind }));
}

export function relationSteps(
  entry: ImportEntry,
  target: KnownConstituent | undefined,
  known: KnownRegister,
  refuse: (field: "providesFor" | "dependsOn", code: string, value: string) => void,
): Step[] {
  return entry.relations.flatMap(({ kind, other, what }, at, all): Step[] => {
    const otherId = findOne(known, other);
    if (otherId === undefined || otherId === target?.id) {
      refuse(kind === "provides_for" ? "providesFor" : "dependsOn", "relation", other);
      return [];
    }
    const isAgain = all.findIndex((one) => one.kind === kind && findOne(known, one.other) === otherId) < at;
    if (isAgain || target?.relations.includes(`${kind} ${otherId}`)) return [];
    return [{ do: "add_relation", kind, otherId, otherName: known.byId.get(otherId)?.name ?? other, what }];
  });
}
