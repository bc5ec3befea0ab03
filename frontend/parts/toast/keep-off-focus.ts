// Toasts never lie over what has the focus (WCAG 2.2, 2.4.11): where they would, they stand at the head of the window instead.

/** Distance of the toasts from the window's edge, in px, as in toast.css. */
const edgePx = 16;

/**
 * Sets `data-place="head"` on the place of the toasts while its foot is where the focus is.
 * @param place the box that all toasts stand in
 * @returns `look`, to be called when toasts came or went, and `stop`
 */
export function keepOffFocus(place: HTMLElement): { look: () => void; stop: () => void } {
  const look = (): void => {
    const boxes = [...place.children].map((toast) => toast.getBoundingClientRect());
    if (boxes.length === 0) return void delete place.dataset["place"];
    const focus = document.activeElement;
    if (!focus || focus === document.body || place.contains(focus)) return;
    const at = focus.getBoundingClientRect();
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    if (at.right <= left || at.left >= right) return;
    const deep = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)) + edgePx;
    const isAtHead = at.top < deep && at.bottom > 0;
    const isAtFoot = at.bottom > window.innerHeight - deep && at.top < window.innerHeight;
    // What is in neither way stays where it is, and so does what would be in the way at both.
    if (isAtFoot && !isAtHead) place.dataset["place"] = "head";
    if (isAtHead && !isAtFoot) delete place.dataset["place"];
  };
  // The browser scrolls to what got the focus after it said so.
  const lookAfter = (): void => void requestAnimationFrame(look);
  document.addEventListener("focusin", lookAfter);
  return { look: lookAfter, stop: () => document.removeEventListener("focusin", lookAfter) };
}
