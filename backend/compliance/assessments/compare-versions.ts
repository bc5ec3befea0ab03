// What a pack's new version says differently of one duty, in words: for an answer that was given under an older one. Pure.
import type { Translator } from "../../platform/words/index.ts";
import { type LoadedPack, weakest } from "../law/index.ts";
import type { Obligation, Pack } from "../law/model.ts";
import { nameAddressee, sayClock } from "../duties/judge-duties.ts";
import type { LawOfCountry } from "../duties/law-of-country.ts";
import type { LawChange, LawPart } from "./model.ts";

/** "11, Loi n°2013-015": an article that was never read is a question mark. */
export function sayCites(pack: Pack, { cites }: Obligation, words: Translator): { law: string; paraphrase: string }[] {
  return cites.flatMap((id) => {
    const provision = pack.provisions.find((one) => one.id === id);
    if (!provision) return [];
    const instrument = pack.instruments.find((one) => one.id === provision.instrument)?.title[words.language] ?? "";
    const law =
      provision.article === null ? instrument : words("duties.article", { article: provision.article, instrument });
    return [{ law, paraphrase: provision.paraphrase[words.language] }];
  });
}

function sayParts(pack: Pack, it: Obligation, words: Translator, law: LawOfCountry): Record<LawPart, string> {
  const { language } = words;
  return {
    title: it.title[language],
    clock: sayClock(it, words, law, pack),
    articles: sayCites(pack, it, words)
      .map(({ law: named, paraphrase }) => `${named}: ${paraphrase}`)
      .join("\n"),
    addressee: nameAddressee(it.addressee, language, law),
    modality: words(`duties.modality.${it.modality}`),
    verification: words(`duties.verification.${weakest(pack, it)}`),
    threshold: it.threshold === "none" ? "" : it.threshold.text[language],
    exceptions: it.exceptions === "none" ? "" : it.exceptions.map((one) => one.text[language]).join("\n"),
    evidence: it.evidence.map((one) => words(`assessments.wanted.${one}`)).join(", "),
    removed: "",
  };
}

/** Only what differs, in the reader's language; a duty that is gone is one change. */
export function compareDuty(
  pinned: LoadedPack,
  current: LoadedPack,
  obligationId: string,
  words: Translator,
  law: LawOfCountry,
): LawChange[] {
  const before = pinned.pack.obligations.find(({ id }) => id === obligationId);
  const after = current.pack.obligations.find(({ id }) => id === obligationId);
  if (!before) return [];
  const was = sayParts(pinned.pack, before, words, law);
  if (!after) return [{ part: "removed", before: was.title, after: "" }];
  const is = sayParts(current.pack, after, words, law);
  return (Object.keys(was) as LawPart[])
    .filter((part) => was[part] !== is[part])
    .map((part) => ({ part, before: was[part], after: is[part] }));
}
