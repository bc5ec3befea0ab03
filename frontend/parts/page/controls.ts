// Form controls as plain HTML: label, hint, mistake beside the control, 52 px targets. The same for each page that asks.
import { flag, type Html, html } from "./html.ts";

export interface Choice {
  value: string;
  label: string;
}

export interface Control {
  /** Name in the form; the id is `f-<name>`. */
  name: string;
  label: string | Html;
  hint?: string | Html | undefined;
  mistake?: string | undefined;
  /** Words before a mistake, read by screen readers: "Error: ". */
  mistakePrefix: string;
  isRequired: boolean;
}

function describe(control: Control, extra = ""): string {
  return [control.hint ? `h-${control.name}` : "", control.mistake ? `e-${control.name}` : "", extra]
    .filter(Boolean)
    .join(" ");
}

function described(ids: string): Html | "" {
  return ids ? html` aria-describedby="${ids}"` : "";
}

function asides(control: Control): Html {
  return html`${control.hint ? html`<p class="hint" id="h-${control.name}">${control.hint}</p>` : ""}${
    control.mistake
      ? html`<p class="mistake" id="e-${control.name}"><span class="vh">${control.mistakePrefix}</span>${control.mistake}</p>`
      : ""
  }`;
}

/** Radio buttons or boxes in a fieldset. `legend` is the label, or the page's heading when this is all that the page asks. */
export function choiceGroup(
  control: Control & {
    kind: "radio" | "checkbox";
    choices: readonly Choice[];
    chosen: readonly string[];
    isHeading: boolean;
  },
): Html {
  return html`<fieldset class="field${control.mistake ? " bad" : ""}"${described(describe(control))}>
<legend>${control.isHeading ? html`<h1>${control.label}</h1>` : html`<span class="label">${control.label}</span>`}</legend>${asides(control)}
${control.choices.map(
  ({ value, label }, at) =>
    html`<label class="choice"><input type="${control.kind}" name="${control.name}" value="${value}" id="f-${control.name}${at === 0 ? "" : `-${at}`}"${flag(control.chosen.includes(value), "checked")}${flag(control.isRequired && control.kind === "radio", "required")}><span>${label}</span></label>
`,
)}</fieldset>`;
}

export interface LineControl extends Control {
  value: string;
  type?: "text" | "email" | "tel" | "date" | "time" | "datetime-local" | undefined;
  inputMode?: "numeric" | "tel" | "email" | undefined;
  autocomplete?: string | undefined;
  width?: "short" | "wide" | undefined;
}

export function lineField(control: LineControl): Html {
  return html`<div class="field${control.mistake ? " bad" : ""}"><label class="label" for="f-${control.name}">${control.label}</label>${asides(control)}
<input class="${control.width ?? "wide"}" id="f-${control.name}" name="${control.name}" type="${control.type ?? "text"}" value="${control.value}"${
    control.inputMode ? html` inputmode="${control.inputMode}"` : ""
  } autocomplete="${control.autocomplete ?? "off"}"${flag(control.isRequired, "required")}${flag(Boolean(control.mistake), 'aria-invalid="true"')}${described(describe(control))}></div>`;
}

export function textField(control: Control & { value: string; rows: number; max?: number | undefined }): Html {
  return html`<div class="field${control.mistake ? " bad" : ""}"><label class="label" for="f-${control.name}">${control.label}</label>${asides(control)}
<textarea id="f-${control.name}" name="${control.name}" rows="${control.rows}"${flag(control.isRequired, "required")}${flag(Boolean(control.mistake), 'aria-invalid="true"')}${described(describe(control))}>
${control.value}</textarea></div>`;
}

export function listField(control: Control & { value: string; choices: readonly Choice[] }): Html {
  return html`<div class="field${control.mistake ? " bad" : ""}"><label class="label" for="f-${control.name}">${control.label}</label>${asides(control)}
<select id="f-${control.name}" name="${control.name}"${flag(control.isRequired, "required")}${described(describe(control))}>${control.choices.map(
    ({ value, label }) => html`<option value="${value}"${flag(value === control.value, "selected")}>${label}</option>`,
  )}</select></div>`;
}

/** A choice of files. `data-` attributes tell the script what it may hold back and send later. */
export function fileField(control: Control & { accept?: string }): Html {
  return html`<div class="field${control.mistake ? " bad" : ""}"><label class="label" for="f-${control.name}">${control.label}</label>${asides(control)}
<input class="wide" type="file" id="f-${control.name}" name="${control.name}" multiple${flag(Boolean(control.mistake), 'aria-invalid="true"')}${described(describe(control))}></div>`;
}

/** All mistakes of a page, first on it, with the focus on it. Links lead to the fields. */
export function mistakeSummary(title: string, mistakes: readonly { fieldId: string; text: string }[]): Html | "" {
  if (mistakes.length === 0) return "";
  return html`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary"><h2 id="summary">${title}</h2><ul>${mistakes.map(
    ({ fieldId, text }) => html`<li><a href="#f-${fieldId}">${text}</a></li>`,
  )}</ul></div>`;
}
