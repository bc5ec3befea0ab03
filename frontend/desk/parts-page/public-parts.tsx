// The parts of server-rendered pages, drawn by the same functions with the same styles; a root of their own keeps them from the room's styles.
import { createEffect, type JSX, onMount } from "solid-js";
import boxes from "../../parts/page/boxes.css?inline";
import controls from "../../parts/page/controls.css?inline";
import { choiceGroup, fileField, lineField, listField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import frame from "../../parts/page/frame.css?inline";
import { html } from "../../parts/page/html.ts";
import { useWords, type Words } from "../../platform/words.ts";

export function PublicParts(): JSX.Element {
  const t = useWords();
  let place: HTMLDivElement | undefined;
  const sheet = new CSSStyleSheet();
  // The tokens come in from the page; what the frame says of the page's root and body is said of this root.
  sheet.replaceSync(
    [frame, controls, boxes]
      .join("\n")
      .replaceAll(":root", ":host")
      .replace(/\bbody\b/g, ".ground"),
  );
  // Only what stands in the page takes its styles.
  onMount(() => {
    const root = place?.attachShadow({ mode: "open" });
    if (!root) return;
    root.adoptedStyleSheets = [sheet];
    createEffect(() => void draw(root, t));
  });
  return <div class="parts-public" ref={(element) => (place = element)} />;
}

async function draw(root: ShadowRoot, t: Words): Promise<void> {
  // Read before anything is waited for, so that a change of language draws again.
  const sample = t("parts.sentence");
  const label = t("desk.edit_case.title");
  const mistake = t("desk.edit_case.empty");
  const base = { label, hint: sample, mistakePrefix: "", isRequired: false };
  const choices = ["critical", "high", "low"].map((value) => ({ value, label: t(`common.severity.${value}`) }));
  const words = await html`<div class="ground"><div class="columns">
<div>${mistakeSummary(t("parts.mistakes"), [{ fieldId: "line", text: mistake }])}${choiceGroup({ ...base, name: "one", kind: "radio", choices, chosen: ["high"], isHeading: false })}</div>
<div>${lineField({ ...base, name: "line", value: "", mistake })}${lineField({ ...base, name: "short", value: "12:40", width: "short" })}${textField({ ...base, name: "text", value: sample, rows: 2 })}${listField({ ...base, name: "list", value: "high", choices })}${fileField({ ...base, name: "file" })}</div>
<div><button class="go" type="button">${t("desk.act.open_case")}</button><p><button class="quiet" type="button">${t("desk.act.reject")}</button></p><p><button class="go" type="button" disabled>${t("desk.act.open_case")}</button></p><div class="box">${sample}</div><div class="box danger">${sample}</div><div class="box done">${sample}</div><ul class="doors"><li><a href="#public">${label}</a></li></ul></div>
</div></div>`;
  root.replaceChildren(...new DOMParser().parseFromString(String(words), "text/html").body.childNodes);
}
