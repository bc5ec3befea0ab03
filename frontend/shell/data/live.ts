// The live stream: one connection a page, ids of what changed to whoever listens, since when the line is down, and a pause for who wants quiet.
import { createSignal } from "solid-js";
import type { LiveEvent } from "../../../backend/reporting/model.ts";

type Listener = (event: LiveEvent) => void;
const listeners = new Set<Listener>();
const presenceListeners = new Set<() => void>();
const returnListeners = new Set<() => void>();
const [offlineSince, setOfflineSince] = createSignal<Date>();
const [pausedSince, setPausedSince] = createSignal<Date>();
/** What came while the stream was paused. */
const [heldBack, setHeldBack] = createSignal<readonly LiveEvent[]>([]);
export { heldBack, offlineSince, pausedSince };

let source: EventSource | undefined;
/** The line came back while the stream was paused. */
let isReturnOwed = false;
/** The last place in the order of changes that was told; a line that broke goes on from there. */
let place = "";

/** Connects; the browser comes back by itself after a break and is told what happened meanwhile. `onBack`: everything is to be asked for anew. */
export function connectLive(onBack: () => void): () => void {
  source = new EventSource(`/api/v1/desk/events${place === "" ? "" : `?after=${place}`}`);
  source.addEventListener("change", (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as LiveEvent;
    if (pausedSince() === undefined) tell(event);
    else setHeldBack((all) => [...all, event]);
  });
  source.addEventListener("place", (message: MessageEvent<string>) => {
    place = message.data;
  });
  // More happened than is told one by one.
  source.addEventListener("again", () => comeBack(onBack));
  source.addEventListener("presence", () => {
    for (const listener of presenceListeners) listener();
  });
  source.addEventListener("open", () => {
    if (offlineSince() !== undefined) comeBack(onBack);
    setOfflineSince(undefined);
  });
  source.addEventListener("error", () => {
    setOfflineSince((since) => since ?? new Date());
    // A closed source does not come back by itself (an ended session answers 401).
    if (source?.readyState === EventSource.CLOSED) {
      const again = source;
      setTimeout(() => {
        if (source === again) reconnect(onBack);
      }, 5_000);
    }
  });
  return () => {
    source?.close();
    source = undefined;
  };
}

function reconnect(onBack: () => void): void {
  source?.close();
  connectLive(onBack);
}

function comeBack(onBack: () => void): void {
  onBack();
  isReturnOwed = pausedSince() !== undefined;
  if (isReturnOwed) return;
  for (const listener of returnListeners) listener();
}

function tell(event: LiveEvent): void {
  for (const listener of listeners) listener(event);
}

/** Holds back what comes until it is asked for: nothing on the page moves meanwhile. Going on tells all that was held back. */
export function pauseLive(isPaused: boolean): void {
  setPausedSince(isPaused ? new Date() : undefined);
  if (isPaused) return;
  const waiting = heldBack();
  setHeldBack([]);
  for (const event of waiting) tell(event);
  if (!isReturnOwed) return;
  isReturnOwed = false;
  for (const listener of returnListeners) listener();
}

/** Calls back on each change until the returned function is called. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls back when the line is back, or more happened than is told one by one: what is shown is to be asked for anew. Returns how to stop. */
export function onReturn(listener: () => void): () => void {
  returnListeners.add(listener);
  return () => returnListeners.delete(listener);
}

/** Calls back when somebody came, went or began writing somewhere. */
export function onPresence(listener: () => void): () => void {
  presenceListeners.add(listener);
  return () => presenceListeners.delete(listener);
}
