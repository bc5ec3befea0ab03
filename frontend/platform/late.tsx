// Whether a page is shown already. What waits for its own answer after that (a card that comes with the page's answer, a dialog) waits in its own place: the page around it stays.
import { createContext, createSignal, type JSX, onMount, Suspense, useContext } from "solid-js";

const Shown = createContext<() => boolean>(() => false);

/** A page, behind `fallback` until it is first shown. */
export function WaitForPage(props: { fallback: JSX.Element; children: JSX.Element }): JSX.Element {
  const [isShown, setShown] = createSignal(false);
  return (
    <Shown.Provider value={isShown}>
      <Suspense fallback={props.fallback}>
        {props.children}
        <Mark whenShown={() => setShown(true)} />
      </Suspense>
    </Shown.Provider>
  );
}

/** What is mounted behind a boundary is told so only when the boundary opens. */
function Mark(props: { whenShown: () => void }): JSX.Element {
  onMount(() => props.whenShown());
  return undefined;
}

/** Whether what is made now comes to a page that is shown already. */
export function isLate(): boolean {
  return useContext(Shown)();
}
