// Files that were added to a draft: name, size, and a button that takes each away again.
import { type Html, html } from "../../parts/page/html.ts";
import type { StoredFile } from "../../../backend/intake/model.ts";
import type { View } from "../view.ts";

export function drawFileList(view: View, files: readonly StoredFile[], onDevice: readonly string[]): Html {
  return html`${onDevice.map((name) => html`<input type="hidden" name="filesOnDevice" value="${name}">`)}<div data-file-list>${
    files.length === 0
      ? ""
      : html`<p class="label" id="added">${view.say("portal.files.list")}</p><ul class="files" aria-labelledby="added">${files.map(
          (file, at) =>
            html`<li><span>${file.name} <span class="aside">${sizeOf(view, file.size)}</span></span><button class="quiet" name="_remove" value="${at}" aria-label="${view.say("portal.files.remove", { name: file.name })}">✕</button></li>`,
        )}</ul>`
  }</div>`;
}

/** "1,2 Mo": at least 1 kB, in the reader's numbers. */
export function sizeOf(view: View, bytes: number): string {
  const isLarge = bytes >= 1_000_000;
  const size = new Intl.NumberFormat(view.language, { maximumFractionDigits: isLarge ? 1 : 0 }).format(
    isLarge ? bytes / 1_000_000 : Math.max(1, bytes / 1000),
  );
  return view.say(isLarge ? "portal.size.mb" : "portal.size.kb", { size });
}
