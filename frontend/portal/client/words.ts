// The sentences that the script says, in the page's language; the server writes them on the page.

export type Words = (key: string, values?: Record<string, string | number>) => string;

/** @param json key to sentence; those of the page where it is left out. */
export function readWords(json: string = document.body.dataset["words"] ?? "{}"): Words {
  const known = JSON.parse(json) as Record<string, string>;
  return (key, values = {}) =>
    (known[key] ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A note above the form that a screen reader hears, with a button where there is something to do. */
export function showNote(before: Element, text: string, act?: { label: string; run: () => void }): HTMLElement {
  const old = before.previousElementSibling;
  if (old?.classList.contains("note")) old.remove();
  const note = document.createElement("div");
  note.className = "box note danger";
  note.setAttribute("role", "status");
  const line = document.createElement("span");
  note.append(line);
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = act.label;
    button.addEventListener("click", act.run);
    note.append(button);
  }
  before.before(note);
  // Filled after it stands in the page: only then is it read out.
  line.textContent = text;
  return note;
}
