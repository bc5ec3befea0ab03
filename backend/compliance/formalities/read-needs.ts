// What of the own register needs a formality, by which text and how far to trust it; what was filed of it; what can be filed together.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import type { WordsLanguage } from "../../platform/words/index.ts";
import { nameAddressee } from "../duties/judge-duties.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { readEntity } from "../duties/read-entity.ts";
import { traitsOf } from "../processing/model.ts";
import { knownTraits, loadEntries } from "../processing/store.ts";
import { bundleSimilar, formalityLawOf, judgeNeeds, type Need } from "./judge-needs.ts";
import type { NeedsView, NeedView } from "./answers/model.ts";
import { findAuthorities, viewCites } from "./pack-of.ts";

interface Filed extends Record<string, unknown> {
  id: string;
  kind: string;
  obligationId: string;
  state: string;
  outcome: string | null;
  receiptNumber: string | null;
  entryIds: string[];
  filedVersions: { entryId: string | null; version: number | null }[] | null;
}

/** Formalities that still stand: not withdrawn, not refused. */
async function loadFiled(tx: Tx, organisationId: string): Promise<Filed[]> {
  const rows =
    await tx.execute<Filed>(sql`select f.id, f.kind, f.obligation_id as "obligationId", f.state, f.outcome, f.receipt_number as "receiptNumber", f.entry_ids as "entryIds",
      (select c.items from formality_contents c where c.formality_id = f.id and c.number = f.content_number) as "filedVersions"
    from formalities f where f.organisation_id = ${organisationId} and f.state <> 'withdrawn' and coalesce(f.outcome, '') not in ('refused', 'unfavourable')
    order by f.created_at desc`);
  return [...rows];
}

/** The one that holds an entry: filed under this need's duty and kind. An accepted one is outdated once the entry has changed since. */
function filedOf(filed: readonly Filed[], entry: { id: string; version: number }, need: Need): NeedView["filed"] {
  const found = filed.find(
    (one) => one.kind === need.kind && one.obligationId === need.obligation.id && one.entryIds.includes(entry.id),
  );
  if (!found) return null;
  const version = found.filedVersions?.find(({ entryId }) => entryId === entry.id)?.version;
  const { id, state, receiptNumber } = found;
  return {
    id,
    state,
    receiptNumber,
    isOutdated: state !== "draft" && version !== undefined && version !== entry.version,
  };
}

/** @throws AppError not_found where the organisation has no entry in the register of constituents. */
export async function readNeeds(ctx: Context, language: WordsLanguage): Promise<NeedsView> {
  requirePermission(ctx, "processing.read");
  const { organisationId } = requirePerson(ctx);
  const law = lawOfCountry(ctx.config.country);
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
  return await readOnly(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, ctx.now());
    const entries = (await loadEntries(tx, organisationId)).filter(({ endedAt }) => endedAt === null);
    const filed = await loadFiled(tx, organisationId);
    const authorities = await findAuthorities(tx);
    const laws = formalityLawOf(law, entity.profile, now);
    const isExempt = laws.some(({ exempt }) => exempt.length > 0);
    const judged = entries.map((entry) => {
      const { content } = entry;
      const asked = { role: content.role, traits: traitsOf(content, law.country) };
      return { entryId: entry.id, entry, needs: judgeNeeds(laws, asked, entity.profile.classes) };
    });
    const common = (need: Need) => ({
      ruleId: need.rule.id,
      kind: need.kind,
      packId: need.loaded.pin.id,
      obligationId: need.obligation.id,
      title: need.obligation.title[language],
      addressee:
        authorities.get(need.obligation.addressee)?.name ?? nameAddressee(need.obligation.addressee, language, law),
      isReceivedHere: authorities.has(need.obligation.addressee),
      fee: need.fee,
    });
    const open = judged.map((row) => ({
      ...row,
      needs: row.needs.filter((need) => filedOf(filed, row.entry, need) === null),
    }));
    return {
      hasLaw: laws.length > 0,
      rows: judged.map(({ entry, needs }) => ({
        entryId: entry.id,
        number: entry.number,
        title: entry.content.title,
        role: entry.content.role,
        needs: needs.map((need) => ({
          ...common(need),
          packTitle: need.loaded.pack.pack.title[language],
          traits: need.traits,
          classes: need.classes.map((name) => law.classes.get(name)?.names[language] ?? name),
          isDefault: need.rule.isDefault,
          verification: need.verification,
          cites: viewCites(need.loaded, need.rule.cites, language),
          filed: filedOf(filed, entry, need),
        })),
        why: needs.length > 0 ? null : entry.content.role === "processor" ? "processor" : isExempt ? "exempt" : "none",
      })),
      bundles: bundleSimilar(open).map(({ need, entries: bundled }) => ({
        key: `${need.loaded.pin.id}#${need.rule.id}`,
        ...common(need),
        entryIds: bundled.map(({ entryId }) => entryId),
        titles: bundled.map(({ entry }) => entry.content.title),
      })),
      traits: knownTraits(),
    };
  });
}
