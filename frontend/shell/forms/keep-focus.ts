// The focus is never lost (WCAG 2.4.3): what had it and went from the page leaves it to what was drawn in its place, to the heading of the page that came, or to the page's main part.
import { describePlace, findPlace, type Place } from "../../platform/same-place.ts";

/** Time for who knows better: a dialog that gives the focus back, a box that is drawn anew, a page that begins in a field. */
const patienceMs = 150;
const longestActMs = 30_000;
/** As long as a page may be on its way, or a dialog may take to go. */
const longestWayMs = 10_000;

/** What had the focus, and the page that it stood on. */
interface Noted {
  element: Element;
  place: Place | undefined;
  path: string;
  heading: Element | null;
}

/** Begins to watch, once a page. @returns what ends it. */
export function keepFocus(): () => void {
  let last: Noted | undefined;
  const note = ({ target }: Event): void => {
    if (!(target instanceof Element)) {
      last = undefined;
      return;
    }
    const noted: Noted = { element: target, place: undefined, path: location.pathname, heading: findHeading() };
    last = noted;
    // Not on the way from a key to what it paints.
    setTimeout(() => {
      if (last === noted && target.isConnected) noted.place = describePlace(target);
    });
  };
  // Who clicks beside everything has let go of it: nothing is given back then. A button that may not be pressed while its act is under way has not been let go.
  const letGo = ({ target }: Event): void => {
    setTimeout(() => {
      if (!isLost() || target !== last?.element || !last.element.isConnected) return;
      if (last.element.matches(":disabled")) giveBackTo(last.element, Date.now() + longestActMs);
      else last = undefined;
    });
  };
  const giveBackTo = (place: Element, until: number): void => {
    if (!isLost() || !place.isConnected || last?.element !== place || Date.now() > until) return;
    if (place.matches(":disabled")) setTimeout(() => giveBackTo(place, until), patienceMs);
    else if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (last === undefined || last.element.isConnected) return;
    const gone = last;
    last = undefined;
    // At once, so that a key that is pressed meanwhile still does what it would have done.
    if (!giveToSame(gone)) settle(gone, Date.now() + longestWayMs);
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

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function findHeading(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#room h1");
}

/** To what stands in its place on the same page. @returns whether there is such a thing, or somebody has the focus already. */
function giveToSame(gone: Noted): boolean {
  if (!isLost()) return true;
  const same = gone.place && location.pathname === gone.path ? findPlace(gone.place) : undefined;
  same?.focus({ preventScroll: true });
  return !isLost();
}

function settle(gone: Noted, until: number): void {
  setTimeout(() => {
    if (giveToSame(gone)) return;
    // A dialog says itself where the focus goes while it is open; one that goes with its page leaves it to the next page.
    if (document.querySelector("[role=dialog]") !== null) {
      if (Date.now() < until) settle(gone, until);
      return;
    }
    const room = document.querySelector<HTMLElement>("#room");
    room?.focus({ preventScroll: true });
    if (room && location.pathname !== gone.path) awaitHeading(room, gone.heading, until);
  }, patienceMs);
}

/** Whoever was led to another page stands at its heading once it is there, unless they went on meanwhile. */
function awaitHeading(room: HTMLElement, former: Element | null, until: number): void {
  if (document.activeElement !== room || Date.now() > until) return;
  const heading = findHeading();
  if (heading === null) {
    setTimeout(() => awaitHeading(room, former, until), patienceMs);
    return;
  }
  // The next report of the same list is no other page.
  if (heading === former) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
