// The law that a formality rests on, and who of this installation receives it.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import type { WordsLanguage } from "../../platform/words/index.ts";
import { type LawOfCountry, type Pin, readPinned } from "../duties/law-of-country.ts";
import { type LoadedPack } from "../law/index.ts";
import type { Formalities, Obligation } from "../law/model.ts";
import type { CiteView } from "./answers/model.ts";
import type { FormalityKind } from "./model.ts";

export interface FormalityDuty {
  loaded: LoadedPack;
  formalities: Formalities;
  obligation: Obligation;
}

/** @throws AppError invalid_input where the country has no such pack, its pack says nothing of formalities, or the kind is none of that duty's. */
export function findDuty(
  law: Pick<LawOfCountry, "packs">,
  asked: { packId: string; obligationId: string; kind: FormalityKind },
): FormalityDuty {
  const able = law.packs.filter(({ pack }) => pack.formalities !== undefined);
  const loaded = able.find(({ pin }) => pin.id === asked.packId);
  const formalities = loaded?.pack.formalities;
  if (!loaded || !formalities)
    throw invalidInput([
      { path: "packId", message: `Expected one of ${able.map(({ pin }) => pin.id).join(", ") || "none: no law"}.` },
    ]);
  const duties = [...new Set(formalities.rules.map((rule) => rule.obligation))];
  const obligation = loaded.pack.obligations.find(({ id }) => id === asked.obligationId && duties.includes(id));
  if (!obligation) throw invalidInput([{ path: "obligationId", message: `Expected one of ${duties.join(", ")}.` }]);
  const kinds = kindsOf(formalities, obligation.id);
  if (!kinds.includes(asked.kind))
    throw invalidInput([{ path: "kind", message: `Expected one of ${kinds.join(", ")}.` }]);
  return { loaded, formalities, obligation };
}

/** The kinds that the rules of one duty know: the entity may choose another than is proposed, since few rules could be checked. */
export function kindsOf(formalities: Formalities, obligationId: string): FormalityKind[] {
  return [...new Set(formalities.rules.filter((rule) => rule.obligation === obligationId).map(({ kind }) => kind))];
}

/** The duty of a formality as it was pinned. @throws when the pack is not there as it was. */
export function pinnedDuty(of: { packId: string; packVersion: string; packSha256: string; obligationId: string }): {
  loaded: LoadedPack;
  obligation: Obligation | undefined;
} {
  const pin: Pin = { id: of.packId, version: of.packVersion, sha256: of.packSha256 };
  const loaded = readPinned(pin);
  return { loaded, obligation: loaded.pack.obligations.find(({ id }) => id === of.obligationId) };
}

/** The provisions that a duty or a rule cites, as a screen shows them. */
export function viewCites({ pack }: LoadedPack, cites: readonly string[], language: WordsLanguage): CiteView[] {
  return cites.flatMap((id) => {
    const provision = pack.provisions.find((it) => it.id === id);
    if (!provision) return [];
    const instrument = pack.instruments.find((it) => it.id === provision.instrument);
    return [
      {
        instrument: instrument?.title[language] ?? "",
        article: provision.article,
        paraphrase: provision.paraphrase[language],
        verification: provision.verification.status,
        source: provision.verification.source,
      },
    ];
  });
}

/** Addressee of the law → the authority that stands for it here. */
export async function findAuthorities(tx: Tx): Promise<Map<string, { id: string; name: string }>> {
  const rows = await tx.execute<{ id: string; name: string; addressee: string }>(
    sql`select id, name, addressee from organisations where kind = 'authority' and addressee is not null and ended_at is null`,
  );
  return new Map(rows.map(({ id, name, addressee }) => [addressee, { id, name }]));
}
