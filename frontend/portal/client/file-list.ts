// The list of chosen files below their control, each with a button that takes it away; and the tick that leaves photos as they are.
import type { Words } from "./words.ts";

export function addOriginalBox(input: HTMLInputElement, words: Words): HTMLInputElement {
  const label = document.createElement("label");
  label.className = "choice";
  const box = document.createElement("input");
  box.type = "checkbox";
  const text = document.createElement("span");
  text.textContent = words("original");
  label.append(box, text);
  input.after(label);
  return box;
}

export function drawFiles(
  own: HTMLElement,
  files: readonly { id: number; name: string; size: number }[],
  words: Words,
  drop: (id: number) => Promise<void> | void,
): void {
  own.textContent = "";
  if (files.length === 0) return;
  const list = document.createElement("ul");
  list.className = "files";
  list.setAttribute("aria-label", words("list"));
  for (const { id, name, size } of files) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = `${name} (${words("kb", { size: Math.max(1, Math.round(size / 1000)) })})`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "✕";
    button.setAttribute("aria-label", words("remove", { name }));
    button.addEventListener("click", () => {
      void drop(id);
    });
    item.append(text, button);
    list.append(item);
  }
  own.append(list);
}
