// The extract of a deliberation: its number, who sat, who kept away, the votes, the decision.
import type { Context } from "../../platform/context/index.ts";
import { writePdf } from "../../platform/pdf/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import type { ProfileView } from "../offices/model.ts";
import { pickLanguage } from "../offices/pick-language.ts";
import { dayOf } from "../offices/store.ts";
import type { AgendaItem, SessionRow } from "./store.ts";

export async function composeExtract(
  ctx: Context,
  profile: ProfileView,
  row: SessionRow,
  item: AgendaItem,
  leafHash: string,
): Promise<Uint8Array> {
  const language = pickLanguage(loadCountry(ctx.config.country).languages.interface);
  const say = wordsIn(language);
  const title = say("decisions.extract.title", { number: item.deliberationNumber ?? "" });
  return await writePdf({
    language,
    title,
    issuer: profile.name,
    reference: item.deliberationNumber ?? row.reference,
    createdAt: ctx.now(),
    blocks: [
      { kind: "heading", level: 1, text: title },
      {
        kind: "facts",
        rows: [
          {
            label: say("decisions.extract.session"),
            text: `${row.reference}, ${dayOf(ctx, new Date(row.heldAt))} ${row.place}`.trim(),
          },
          { label: say("decisions.extract.subject"), text: item.title },
          { label: say("decisions.extract.present"), text: `${row.present.length} / ${row.members ?? 0}` },
          { label: say("decisions.extract.recused"), text: item.recused.map(({ name }) => name).join(", ") },
          {
            label: say("decisions.extract.votes"),
            text: say("decisions.votes", {
              for: item.votesFor ?? 0,
              against: item.votesAgainst ?? 0,
              abstained: item.abstained ?? 0,
            }),
          },
        ],
      },
      { kind: "heading", level: 2, text: say("decisions.extract.decision") },
      { kind: "paragraph", text: item.decision },
      {
        kind: "signatures",
        boxes: [{ label: say("decisions.extract.president") }, { label: say("decisions.extract.secretary") }],
      },
    ],
    proof: { address: `${ctx.config.publicUrl}/verify`, leafHash, caption: say("inspections.minutes.proof") },
  });
}
