// Draws one field of a flow with its words, its answer so far and its mistake.
import { limits } from "../../../backend/intake/model.ts";
import { choiceGroup, type Control, fileField, lineField, listField, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { type Answers, answerOf, answersOf, type Field } from "../flows/graph.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { offsets } from "../flows/zones.ts";
import { nameIn, type View } from "../view.ts";

/** More than this many areas make a list too long for a phone and too heavy for a bad line: they are then written in a box. */
const mostListedAreas = 120;

export interface FieldState {
  answers: Answers;
  mistakes: readonly Mistake[];
  /** True when the field's label is the page's heading. */
  isHeading: boolean;
}

export function drawField(view: View, field: Field, state: FieldState): Html {
  const { say } = view;
  const key = `portal.f.${field.id}`;
  const isOptional = !field.isRequired && field.kind !== "zone";
  const text = say(key);
  const control: Control = {
    name: field.id,
    label: isOptional ? html`${text} <span class="optional">${say("portal.optional")}</span>` : text,
    hint: field.kind === "files" ? filesHint(view) : say.has(`${key}.hint`) ? say(`${key}.hint`) : undefined,
    mistake: state.mistakes.find((mistake) => mistake.fieldId === field.id)?.text,
    mistakePrefix: say("portal.error.prefix"),
    isRequired: field.isRequired ?? false,
  };
  const value = answerOf(state.answers, field.id);
  switch (field.kind) {
    case "radio":
    case "boxes":
      return choiceGroup({
        ...control,
        kind: field.kind === "radio" ? "radio" : "checkbox",
        choices: (field.options ?? []).map((option) => ({ value: option, label: say(`${key}.o.${option}`) })),
        chosen: answersOf(state.answers, field.id),
        isHeading: state.isHeading,
      });
    case "text":
      return textField({ ...headed(control, state), value, rows: field.rows ?? 5, max: field.max });
    case "zone":
      return listField({ ...headed(control, state), value: value || view.country.timeZone, choices: zones(view) });
    case "area":
      return drawArea(view, headed(control, state), value);
    case "files":
      return fileField(headed(control, state));
    case "line":
    case "email":
    case "phone":
    case "date":
    case "time":
      return lineField({
        ...headed(control, state),
        value,
        type: inputTypes[field.kind],
        inputMode: field.kind === "email" ? "email" : field.kind === "phone" ? "tel" : undefined,
        autocomplete: field.autocomplete,
        width: field.kind === "date" || field.kind === "time" ? "short" : "wide",
      });
  }
}

/** What a file may be: less without script, since it then goes with the form in one piece. A text browser, which reads no styles, is told that alone. */
export function filesHint(view: Pick<View, "say">): Html {
  const limit = (bytes: number): string => view.say("portal.files.limit", { max: bytes / 1_000_000 });
  return html`${view.say("portal.f.files.hint")} <span class="without-script">${limit(limits.fileBytesWithoutScript)}</span><span class="with-script" data-says="${limit(limits.fileBytes)}"></span>`;
}

const inputTypes = { line: "text", email: "email", phone: "tel", date: "date", time: "time" } as const;

function headed(control: Control, state: FieldState): Control {
  return state.isHeading ? { ...control, label: html`<h1>${control.label}</h1>` } : control;
}

function zones(view: View): { value: string; label: string }[] {
  const own = view.country.timeZone;
  const others = ["UTC", ...offsets].filter((zone) => zone !== own);
  return [own, ...others].map((zone) => ({ value: zone, label: zone === own || zone === "UTC" ? zone : `UTC${zone}` }));
}

function drawArea(view: View, control: Control, value: string): Html {
  const { areas } = view.country;
  if (areas.length === 0 || areas.length > mostListedAreas) return lineField({ ...control, value });
  const choices = areas.map((area) => ({ value: area.id, label: nameIn(area.names, view.language) }));
  choices.sort((a, b) => a.label.localeCompare(b.label, view.language));
  return listField({
    ...control,
    value,
    choices: [{ value: "", label: view.say("portal.f.area.o.none") }, ...choices],
  });
}
