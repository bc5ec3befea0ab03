// Rules L1 to L11 of packs: what others got wrong in encoding law, each as a check. Pure.
import { Temporal } from "temporal-polyfill";
import { parseFacts } from "../facts.ts";
import { instrumentOf } from "../force.ts";
import { listDuties } from "../list-duties.ts";
import type { Clock, Obligation, Provision } from "../model.ts";
import type { LintRule, LintSubject } from "./finding.ts";

/** L1: a clock cites the provision that sets the time. L3: no frequency that no text gives. */
export const lintClocks: LintRule = ({ pack }) =>
  pack.obligations.flatMap((it) => {
    const provisions = new Map(pack.provisions.map((one) => [one.id, one]));
    const missing = setters(it.clock).filter((id) => !provisions.has(id) || !it.cites.includes(id));
    const found = missing.map((id) => ({
      rule: "L1",
      at: it.id,
      message: `the clock is set by ${id}, which the obligation must cite and the pack must hold`,
    }));
    const periodic = it.clock.kind === "periodic" ? provisions.get(it.clock.setBy) : undefined;
    if (periodic?.verification.status === "unverified")
      found.push({ rule: "L3", at: it.id, message: `a frequency may not rest on ${periodic.id}, which is unverified` });
    if (it.clock.kind === "duration" && (it.clock.duration === undefined) === (it.clock.workingDays === undefined))
      found.push({ rule: "schema", at: it.id, message: "expected either duration or workingDays" });
    return found;
  });

function setters(clock: Clock): string[] {
  if (clock.kind === "none_in_law" || clock.kind === "unverified") return [];
  if (clock.kind === "fixed_date") return [clock.setBy, ...(clock.first ? [clock.first.setBy] : [])];
  if (clock.kind !== "duration") return [clock.setBy];
  const { cap, whileOngoing, roll, extension } = clock;
  return [clock.setBy, cap?.setBy, cap?.lateSetBy, whileOngoing?.setBy, roll?.setBy, extension?.setBy].filter(
    (id) => id !== undefined,
  );
}

/** L2: a quote stands in the captured text, whose hash matches. L10: a translation is never a quote. */
export const lintQuotes: LintRule = ({ pack, readSource }) =>
  pack.provisions.flatMap((it) => {
    const found: ReturnType<LintRule> = [];
    const { quote, verification } = it;
    if (
      verification.status === "verified" &&
      (quote === null || verification.by === null || verification.checkedOn === null)
    )
      found.push({ rule: "L2", at: it.id, message: "verified needs a quote, who checked it and when" });
    if (quote === null) return found;
    const source = readSource(quote.source);
    if (source === null) found.push({ rule: "L2", at: it.id, message: `${quote.source} is missing` });
    else if (source.sha256 !== quote.sha256)
      found.push({ rule: "L2", at: it.id, message: `${quote.source} has another hash than the pack says` });
    else if (!squash(source.text).includes(squash(quote.text)))
      found.push({ rule: "L2", at: it.id, message: `the quote does not stand in ${quote.source}` });
    return [...found, ...lintTranslation(it, pack.instruments.find((one) => one.id === it.instrument)?.language)];
  });

function lintTranslation(it: Provision, language: string | undefined): ReturnType<LintRule> {
  const { quote } = it;
  if (quote === null) return [];
  if (language !== undefined && quote.language !== language)
    return [
      {
        rule: "L10",
        at: it.id,
        message: `a quote stands in the original language (${language}), not in ${quote.language}`,
      },
    ];
  if (Object.values(it.paraphrase).some((text) => squash(text) === squash(quote.text)))
    return [{ rule: "L10", at: it.id, message: "the quote is the same as a paraphrase" }];
  if (/\p{Script=Cyrillic}/u.test(quote.text) !== (quote.language === "mn"))
    return [{ rule: "L10", at: it.id, message: `the quote is not written in ${quote.language}` }];
  return [];
}

/** L4: what is recommended is never a duty. L5: one known addressee. */
export const lintNorms: LintRule = ({ pack, addressees }) =>
  pack.obligations.flatMap((it) => {
    const found: ReturnType<LintRule> = [];
    if (
      (it.modality === "recommended" || it.modality === "guidance") &&
      (it.norm === "duty" || it.norm === "prohibition")
    )
      found.push({ rule: "L4", at: it.id, message: `${it.modality} is not a ${it.norm}` });
    if (!addressees.has(it.addressee))
      found.push({ rule: "L5", at: it.id, message: `unknown addressee ${it.addressee}` });
    return found;
  });

/** L7: what is cited exists. L8: an amended text is stated as it stands after the amendment. */
export const lintCitations: LintRule = ({ pack }) => {
  const provisions = new Map(pack.provisions.map((it) => [it.id, it]));
  const instruments = new Map(pack.instruments.map((it) => [it.id, it]));
  const ofProvisions = pack.provisions.flatMap((it) => {
    const instrument = instruments.get(it.instrument);
    if (!instrument) return [{ rule: "L7", at: it.id, message: `unknown instrument ${it.instrument}` }];
    if (it.article === null)
      return it.verification.status === "unverified"
        ? []
        : [{ rule: "L7", at: it.id, message: "only an unverified provision may be without its article" }];
    const missing = articlesIn(it.article).filter((article) => !hasArticle(instrument.articles, article));
    return missing.map((article) => ({
      rule: "L7",
      at: it.id,
      message: `${instrument.id} has no article ${article} in its contents (${instrument.articles ?? "never seen"})`,
    }));
  });
  const citing = [...pack.obligations, ...pack.sanctions];
  const ofCites = citing.flatMap((it) =>
    it.cites
      .filter((id) => !provisions.has(id))
      .map((id) => ({ rule: "L7", at: it.id, message: `cites ${id}, which the pack does not hold` })),
  );
  const ofAmended = pack.obligations.flatMap((it) => {
    const amended = instrumentOf(pack, it)?.amendedBy.flatMap((one) => (one.on === null ? [] : [one.on])) ?? [];
    const last = amended.toSorted().at(-1);
    return last !== undefined && it.expressionDate < last
      ? [{ rule: "L8", at: it.id, message: `states the text of ${it.expressionDate}, before its amendment of ${last}` }]
      : [];
  });
  return [...ofProvisions, ...ofCites, ...ofAmended];
};

/** "33(1)" → 33; "20-55" → 20 and 55; "19a" → 19a. */
function articlesIn(article: string): string[] {
  return article
    .replaceAll(/\([^)]*\)/g, "")
    .split("-")
    .map((part) => part.split(".")[0]?.trim().toLowerCase() ?? "");
}

function hasArticle(contents: string | null, article: string): boolean {
  if (contents === null) return false;
  return contents.split(",").some((part) => {
    const [from = "", to] = part.split("-");
    if (to === undefined) return from === article;
    return /^\d+$/.test(article) && Number(from) <= Number(article) && Number(article) <= Number(to);
  });
}

/** L9: a sanction has bounds in order, a currency with its amounts, and a ground. */
export const lintSanctions: LintRule = ({ pack }) => {
  const known = new Set(pack.sanctions.map((it) => it.id));
  const ofSanctions = pack.sanctions.flatMap((it) => {
    const hasAmount = it.min !== null || it.max !== null;
    if (hasAmount !== (it.currency !== null))
      return [{ rule: "L9", at: it.id, message: "amounts need a currency, and a currency amounts" }];
    return [];
  });
  const ofObligations = pack.obligations.flatMap((it) =>
    it.sanctions
      .filter((id) => !known.has(id))
      .map((id) => ({ rule: "L9", at: it.id, message: `unknown sanction ${id}` })),
  );
  return [...ofSanctions, ...ofObligations];
};

/** L11: a text that does not bind never makes anyone late. Tried with every start long past. */
export const lintBinding: LintRule = ({ pack, world }) => {
  const states = new Set(
    pack.instruments.flatMap((it) => it.binding.filter((one) => !one.binds || one.to !== null).map((one) => one.state)),
  );
  const starts = Object.fromEntries(
    pack.obligations.flatMap((it) => startsOf(it)).map((name) => [name, "2026-01-05T10:00:00Z"]),
  );
  return [...states].flatMap((country) => {
    const facts = parseFacts({ entity: { country }, events: starts });
    const { duties } = listDuties(pack, facts, world, Temporal.Instant.from("2030-01-01T00:00:00Z"));
    return duties
      .filter((duty) => duty.status === "overdue")
      .map((duty) => ({
        rule: "L11",
        at: duty.obligation,
        message: `makes ${country} late under a text that does not bind it`,
      }));
  });
};

function startsOf(it: Obligation): string[] {
  if (it.clock.kind === "before_event") return [it.clock.event];
  if (it.clock.kind === "periodic") return it.clock.anchor;
  return it.clock.kind === "fixed_date" ? [] : it.clock.start;
}

/** Names of classes, events and fields come from the shared lists. */
export const lintNames: LintRule = (subject: LintSubject) => {
  const { pack, world, fields, forms, addressees } = subject;
  const stages = new Set(pack.obligations.map((it) => it.stage));
  const found: ReturnType<LintRule> = [];
  for (const it of pack.obligations) {
    for (const name of [...it.bearer.classes, ...it.bearer.notClasses])
      if (!world.classes.has(name)) found.push({ rule: "vocabulary", at: it.id, message: `unknown class ${name}` });
    for (const name of startsOf(it))
      if (!world.events.has(name) && !(name.endsWith(".submitted") && stages.has(name.slice(0, -".submitted".length))))
        found.push({ rule: "vocabulary", at: it.id, message: `unknown event ${name}` });
    for (const stage of it.overtakenBy)
      if (!stages.has(stage)) found.push({ rule: "vocabulary", at: it.id, message: `unknown stage ${stage}` });
  }
  for (const it of pack.obligations)
    if (it.form !== null && !forms.has(it.form))
      found.push({ rule: "vocabulary", at: it.id, message: `unknown form ${it.form}` });
  for (const field of pack.fields) {
    if (!fields.has(field.id)) found.push({ rule: "vocabulary", at: `fields.${field.id}`, message: "unknown field" });
    for (const name of field.discloseTo)
      if (!addressees.has(name))
        found.push({ rule: "L5", at: `fields.${field.id}`, message: `unknown addressee ${name}` });
  }
  return found;
};

function squash(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
