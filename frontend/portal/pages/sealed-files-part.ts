// The field for files of a form that is sealed on the device. Without script it stands only where the front door seals what the form brings.
import { fileField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { View } from "../view.ts";

type Plain = "core" | "edge" | "off";

/** The form's own kind: only the edge takes files with it. */
export function filesType(plain: Plain): Html | "" {
  return plain === "edge" ? html` enctype="multipart/form-data"` : "";
}

export function sealedFilesPart({ say }: View, plain: Plain): Html {
  const field = fileField({
    name: "files",
    label: html`${say("portal.f.files")} <span class="optional">${say("portal.optional")}</span>`,
    hint: html`${plain === "edge" ? html`<span class="without-script">${say("edge.files.plain")}</span>` : ""}<span class="with-script" data-says="${say("edge.files.sealed")}"></span>`,
    mistakePrefix: say("portal.error.prefix"),
    isRequired: false,
  });
  const whole = html`${field}<div data-file-list></div>`;
  return plain === "edge"
    ? whole
    : html`<div class="needs-script">${whole}</div><p class="aside without-script">${say("edge.short.files")}</p>`;
}
