// Which duties bind an organisation of such a kind: the packs of law are asked as for an entity of the register; nothing is kept of who asks.
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { judgePack, sayLaw, viewDuty } from "../duties/judge-duties.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { type LawOfCountry, lawOfCountry } from "../duties/law-of-country.ts";
import type { GuideAsked, GuideView } from "./model.ts";

/** A country that is invented has no law: the texts of the European Union then show what the guide does, and are called an example. */
function lawToShow(country: string): { law: LawOfCountry; isExample: boolean } {
  const law = lawOfCountry(country);
  if (law.packs.length > 0 || !loadCountry(country).isFictional) return { law, isExample: false };
  return { law: lawOfCountry("EU"), isExample: true };
}

export function askGuide(ctx: Context, language: WordsLanguage, asked: GuideAsked): GuideView {
  const { law, isExample } = lawToShow(ctx.config.country);
  const words = wordsIn(language);
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
  const named = new Set(law.packs.flatMap(({ pack }) => pack.obligations.flatMap(({ bearer }) => bearer.classes)));
  const profile = {
    classes: asked.classes.filter((id) => named.has(id)),
    role: asked.role,
    country: law.country,
    timeZone: law.timeZone,
    conditions: {},
  };
  const binding = law.packs
    .flatMap((loaded) => judgePack(loaded, profile, {}, law.world, now))
    .map((one) => viewDuty(one, law, words))
    .filter(({ status, norm }) => status !== "not_binding" && norm === "duty");
  const bound = new Set(binding.map(({ packId }) => packId));
  return {
    hasLaw: law.packs.length > 0,
    isExample,
    classes: [...named]
      .map((id) => ({ id, name: law.classes.get(id)?.names[language] ?? id }))
      .sort((a, b) => a.name.localeCompare(b.name, language)),
    duties: binding.map((view) => ({
      title: view.title,
      law: sayLaw(view, words),
      clockWords: view.clockWords,
      addressee: view.addressee.name,
      group: view.group,
      verification: view.verification,
      paraphrase: view.cites[0]?.paraphrase ?? "",
    })),
    packs: law.packs.map(({ pack }) => pack.pack.title[language]),
    notices: law.packs.flatMap(({ pack }) =>
      pack.pack.notice && bound.has(pack.pack.id)
        ? [{ packTitle: pack.pack.title[language], text: pack.pack.notice[language] }]
        : [],
    ),
  };
}
