// The focus is never lost (WCAG 2.4.3): what had it and went from the page, as a link that was followed or a button whose act is done, leaves it to the page's main part.

/** Time for who knows better: a dialog that gives the focus back, a box that is drawn anew, a page that begins in a field. */
const patienceMs = 150;
const longestActMs = 30_000;

/** Begins to watch, once a page. @returns what ends it. */
export function keepFocus(): () => void {
  let last: Element | undefined;
  const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;
  const note = ({ target }: Event): void => {
    last = target instanceof Element ? target : undefined;
  };
  // Who clicks beside everything has let go of it: nothing is given back then. A button that may not be pressed while its act is under way has not been let go.
  const letGo = ({ target }: Event): void => {
    setTimeout(() => {
      if (!isLost() || target !== last || last?.isConnected !== true) return;
      if (last.matches(":disabled")) giveBackTo(last, Date.now() + longestActMs);
      else last = undefined;
    });
  };
  const giveBackTo = (place: Element, until: number): void => {
    if (!isLost() || !place.isConnected || last !== place || Date.now() > until) return;
    if (place.matches(":disabled")) setTimeout(() => giveBackTo(place, until), patienceMs);
    else if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (last === undefined || last.isConnected) return;
    // A dialog says itself where the focus goes, while it is open and when it closes.
    const isDialogs = last.closest("[role=dialog]") !== null;
    last = undefined;
    if (isDialogs) return;
    setTimeout(() => {
      if (isLost() && document.querySelector("[role=dialog]") === null)
        document.querySelector<HTMLElement>("#room")?.focus({ preventScroll: true });
    }, patienceMs);
  });
  document.addEventListener("focusin", note, true);
  document.addEventListener("focusout", letGo, true);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", note, true);
    document.removeEventListener("focusout", letGo, true);
  };
}
