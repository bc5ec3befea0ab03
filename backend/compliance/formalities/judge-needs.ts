// Which formalities a processing needs under the packs of a country, and why; which of them are similar enough to be one filing. Pure.
import type { Temporal } from "temporal-polyfill";
import { type LoadedPack, weakest } from "../law/index.ts";
import type { Formalities, FormalityKind, Obligation, VerificationStatus } from "../law/model.ts";
import { type DutyProfile, judgePack } from "../duties/judge-duties.ts";
import type { LawOfCountry } from "../duties/law-of-country.ts";

type Rule = Formalities["rules"][number];

/** What the rules look at in one processing. */
export interface AskedProcessing {
  role: "controller" | "processor";
  /** With `transfer_abroad` where data leave the country. */
  traits: readonly string[];
}

/** A pack's rules about formalities with the obligations that bind the entity on that day. */
export interface FormalityLaw {
  loaded: LoadedPack;
  formalities: Formalities;
  binding: readonly Obligation[];
  /** Obligations that a stated exception takes away. */
  exempt: readonly Obligation[];
}

/** @param profile as the register and the entity state it; a formality is the controller's. */
export function formalityLawOf(
  law: Pick<LawOfCountry, "packs" | "world">,
  profile: DutyProfile,
  now: Temporal.Instant,
): FormalityLaw[] {
  return law.packs.flatMap((loaded) => {
    const { formalities } = loaded.pack;
    if (!formalities) return [];
    const judged = judgePack(loaded, { ...profile, role: "controller" }, {}, law.world, now);
    const of = (is: (status: string) => boolean): Obligation[] =>
      judged.filter(({ duty }) => is(duty.status)).map(({ obligation }) => obligation);
    return [
      {
        loaded,
        formalities,
        binding: of((status) => status !== "not_binding" && status !== "not_required"),
        exempt: of((status) => status === "not_required"),
      },
    ];
  });
}

export interface Need {
  rule: Rule;
  loaded: LoadedPack;
  obligation: Obligation;
  kind: FormalityKind;
  traits: string[];
  classes: string[];
  /** As good as the weakest provision that the rule cites. */
  verification: VerificationStatus;
  /** Null where the text states none that we could read. */
  fee: { amount: string; currency: string } | null;
}

/** In the order of the packs' rules. A default rule speaks only where no other of its obligation does. A processor files nothing: its controller does. */
export function judgeNeeds(laws: readonly FormalityLaw[], asked: AskedProcessing, classes: readonly string[]): Need[] {
  if (asked.role === "processor") return [];
  return laws.flatMap(({ loaded, formalities, binding }) => {
    const hits = formalities.rules.flatMap((rule) => {
      const obligation = binding.find(({ id }) => id === rule.obligation);
      if (!obligation) return [];
      const traits = rule.traits.filter((trait) => asked.traits.includes(trait));
      const found = rule.classes.filter((name) => classes.includes(name));
      return rule.isDefault || traits.length + found.length > 0 ? [{ rule, obligation, traits, classes: found }] : [];
    });
    const isSpecial = ({ rule }: (typeof hits)[number]): boolean =>
      hits.some((other) => !other.rule.isDefault && other.rule.obligation === rule.obligation);
    return hits
      .filter((hit) => !hit.rule.isDefault || !isSpecial(hit))
      .map((hit) => ({
        ...hit,
        loaded,
        kind: hit.rule.kind,
        verification: trustOf(loaded, hit.rule.cites),
        fee: feeOf(formalities, hit.rule.kind),
      }));
  });
}

export function trustOf({ pack }: LoadedPack, cites: readonly string[]): VerificationStatus {
  return weakest(pack, { cites: [...cites] });
}

/** The fee that the text states for a kind; null, never zero, where it states none that we could read. */
export function feeOf(
  formalities: Pick<Formalities, "fees"> | undefined,
  kind: FormalityKind,
): { amount: string; currency: string } | null {
  const fee = formalities?.fees.find((one) => one.kind === kind);
  return fee ? { amount: String(fee.amount), currency: fee.currency } : null;
}

/** Processings that need the same by the same rule, so that one filing can hold them; one alone is a bundle of one. */
export function bundleSimilar<Entry extends { entryId: string }>(
  rows: readonly (Entry & { needs: readonly Need[] })[],
): { need: Need; entries: Entry[] }[] {
  const bundles = new Map<string, { need: Need; entries: Entry[] }>();
  for (const row of rows)
    for (const need of row.needs) {
      const key = `${need.loaded.pin.id}#${need.rule.id}`;
      const known = bundles.get(key);
      if (known) known.entries.push(row);
      else bundles.set(key, { need, entries: [row] });
    }
  return [...bundles.values()];
}
