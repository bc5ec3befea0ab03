// The receipt: digits to write down, read aloud, print on A6; the square code holds the address and the locator only.
import { renderSVG } from "uqr";
import { parseReceipt } from "../../../backend/intake/receipts/model.ts";
import type { SubmittedReport } from "../../../backend/intake/model.ts";
import { type Html, html, raw } from "../../parts/page/html.ts";
import type { View } from "../view.ts";
import { momentOf } from "./times.ts";

export function receiptSlip(view: View, submitted: SubmittedReport, isReached: boolean): Html {
  const { say } = view;
  const receipt = parseReceipt(submitted.receipt);
  const locator = typeof receipt === "string" ? "" : receipt.locator;
  const groups = submitted.receipt.split(" ");
  return html`<section class="slip"><p class="label" id="number">${say("portal.receipt.number")}</p>
<p class="digits" data-receipt="${submitted.receipt}"><span aria-hidden="true">${groups.map((group) => html`<span>${group}</span> `)}</span><span class="vh">${groups
    .map((group) => group.split("").join(" "))
    .join(", ")}</span></p>
<p class="keep">${say("portal.receipt.keep")}</p>
<div class="slip-foot"><dl><dt>${say("portal.receipt.reference")}</dt><dd>${submitted.reference}</dd><dt>${say("portal.receipt.at")}</dt><dd>${momentOf(view, submitted.receivedAt)}</dd><dt>${view.country.cert.name}</dt><dd>${view.publicUrl.replace(/^https?:\/\//, "")}/receipt</dd></dl>
<div class="qr" role="img" aria-label="${say("portal.receipt.qr")}">${raw(renderSVG(`${view.publicUrl}/receipt?l=${locator}`, { border: 2, ecc: "M" }))}</div></div></section>
${submitted.isHeld ? html`<p class="box">${say("portal.receipt.held")}</p>` : ""}
<section class="no-print"><h2>${say("portal.receipt.next")}</h2><ol class="steps"><li>${say("portal.receipt.next.1", { cert: view.country.cert.name })}</li><li>${say(
    `portal.receipt.next.2.${isReached ? "reach" : "receipt"}`,
  )}</li><li>${say("portal.receipt.next.3")}</li></ol></section>`;
}
