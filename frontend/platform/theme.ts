// Light, dark, or as the device says; remembered on this device.
import { createSignal } from "solid-js";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "toguna.theme";
const [theme, setTheme] = createSignal<Theme>(readTheme());
export { theme };

/** Puts the remembered theme on the page; call once at the start. */
export function applyTheme(): void {
  paint(theme());
}

export function switchTheme(next: Theme): void {
  setTheme(next);
  paint(next);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

function paint(next: Theme): void {
  if (next === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((known) => known === stored) ?? "auto";
  } catch {
    return "auto";
  }
}
