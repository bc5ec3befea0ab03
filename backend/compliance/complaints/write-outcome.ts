// The outcome of a complaint as a letter: admissible or not and why, or what was decided; how to check it.
import type { Context } from "../../platform/context/index.ts";
import { writePdf } from "../../platform/pdf/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { dayOf } from "../offices/store.ts";
import type { ComplaintStep } from "./model.ts";
import type { ComplaintRow } from "./store.ts";

export async function composeOutcome(
  ctx: Context,
  row: ComplaintRow,
  step: Extract<ComplaintStep, { kind: "decide" | "reject" }>,
  leafHash: string,
): Promise<Uint8Array> {
  const say = wordsIn(row.language);
  const title = say("decisions.complaint.title", { reference: row.reference });
  const outcome =
    step.kind === "reject" ? say("decisions.complaint.inadmissible") : say(`decisions.complaint.${step.outcome}`);
  return await writePdf({
    language: row.language,
    title,
    issuer: row.authority,
    reference: row.reference,
    createdAt: ctx.now(),
    blocks: [
      { kind: "heading", level: 1, text: title },
      {
        kind: "facts",
        rows: [
          { label: say("decisions.complaint.about"), text: row.respondent },
          { label: say("decisions.complaint.received"), text: dayOf(ctx, new Date(row.receivedAt)) },
          { label: say("decisions.complaint.outcome"), text: outcome },
        ],
      },
      { kind: "paragraph", text: step.kind === "reject" ? step.reason : step.text },
      { kind: "signatures", boxes: [{ label: row.authority }] },
    ],
    proof: { address: `${ctx.config.publicUrl}/verify`, leafHash, caption: say("inspections.minutes.proof") },
  });
}
