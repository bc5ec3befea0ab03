// A page that is drawn anew keeps what is being typed in it: a box that went is found again by its words, and has its text back before anybody sees it gone.
import { showToast } from "../../parts/toast/toast.tsx";
import {
  isTextBox,
  letGo,
  placeOf,
  takeOver,
  type TextBox,
  unsentBoxes,
  wasJustActedOn,
} from "../../platform/typed.ts";
import { useWords } from "../../platform/words.ts";

interface Focus {
  box: TextBox;
  from: number | null;
  to: number | null;
}

/** Begins to watch, once a page; the browser calls after each drawing, before it paints. */
export function keepWhatIsDrawnAnew(): () => void {
  let last: Focus | undefined;
  const noteFocus = ({ target }: Event): void => {
    if (isTextBox(target)) last = { box: target, ...selectionOf(target) };
  };
  const kinds = ["focusin", "input", "keyup", "pointerup"];
  for (const kind of kinds) document.addEventListener(kind, noteFocus, { capture: true });
  const observer = new MutationObserver(() => {
    for (const [box, typed] of unsentBoxes()) if (!box.isConnected) bringBack(box, typed.place, last);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    for (const kind of kinds) document.removeEventListener(kind, noteFocus, { capture: true });
  };
}

function bringBack(gone: TextBox, place: string, focus: Focus | undefined): void {
  const taken = new Set(unsentBoxes().map(([box]) => box));
  const fresh = [...document.querySelectorAll<TextBox>("textarea, input")].filter(
    (box) => isTextBox(box) && !taken.has(box) && placeOf(box) === place,
  );
  const [only] = fresh;
  // Two that look alike may be two people's: the text is never put where it might not belong.
  if (only === undefined || fresh.length > 1) {
    letGo(gone);
    if (!wasJustActedOn(gone)) offerText(gone.value);
    return;
  }
  takeOver(gone, only);
  if (only.value !== gone.value) {
    only.value = gone.value;
    only.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (focus?.box !== gone || (document.activeElement !== null && document.activeElement !== document.body)) return;
  only.focus({ preventScroll: true });
  if (focus.from !== null) only.setSelectionRange(focus.from, focus.to);
}

/** The selection of a box that has one; numbers and days have none. */
function selectionOf(box: TextBox): { from: number | null; to: number | null } {
  return { from: box.selectionStart, to: box.selectionEnd };
}

function offerText(text: string): void {
  const t = useWords();
  showToast({
    text: t("forms.part_gone"),
    tone: "problem",
    leftMs: 60_000,
    onward: { label: t("forms.copy_text"), run: () => void navigator.clipboard.writeText(text) },
  });
}
