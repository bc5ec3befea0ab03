// What the packs of a country say of contributions: base, rate, payers, how far each was checked, and that no day of payment was found where none was.
import { lawOfCountry, type Pin } from "../duties/law-of-country.ts";
import type { LoadedPack } from "../law/index.ts";
import type { ContributionLaw } from "./model.ts";

export interface KnownContribution {
  law: ContributionLaw;
  addressee: string;
  classes: readonly string[];
  pin: Pin;
}

/** Every contribution of the packs that concern a country, in force or not; their verification says how far to trust them. */
export function contributionsOf(country: string): KnownContribution[] {
  return lawOfCountry(country).packs.flatMap((loaded) => contributionsIn(loaded));
}

function contributionsIn({ pack, pin }: LoadedPack): KnownContribution[] {
  return pack.obligations.flatMap((obligation) => {
    const said = obligation.contribution;
    if (!said) return [];
    const { status } = said.verification;
    const source = "source" in said.verification ? String(said.verification.source) : "";
    const law: ContributionLaw = {
      obligationId: obligation.id,
      packId: pin.id,
      title: obligation.title,
      base: said.base,
      ratePercent: String(said.ratePercent),
      payers: said.payers,
      verification: status,
      source,
      clock: obligation.clock.kind,
    };
    return [{ law, addressee: obligation.addressee, classes: obligation.bearer.classes ?? [], pin }];
  });
}

/** Divisions of ISIC that provide telecommunication services, as the programme names the fund's payers (policies/mn/usof). */
export const telecomDivisions = ["53", "61", "62", "63"] as const;
