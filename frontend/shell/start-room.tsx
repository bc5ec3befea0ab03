// Starts a room in the browser: theme and words first, then its pages.
import { render } from "solid-js/web";
import type { JSX } from "solid-js";
import "../parts/tokens.css";
import "../parts/base/theme.css";
import "../parts/base/base.css";
import { applyTheme } from "../platform/theme.ts";
import { firstLanguage, loadRoom, startWords } from "../platform/words.ts";

/** @param words the room's own files of the catalogue, beside those that every room has. */
export async function startRoom(room: () => JSX.Element, ...words: string[]): Promise<void> {
  applyTheme();
  await startWords(firstLanguage());
  await loadRoom(...words);
  const root = document.getElementById("room-root");
  if (!root) return;
  // What the page says while nothing has come.
  root.textContent = "";
  render(room, root);
}
