// The live stream: one connection a page, ids of what changed to whoever listens, and since when the line is down.
import { createSignal } from "solid-js";
import type { LiveEvent } from "../../../backend/reporting/model.ts";

type Listener = (event: LiveEvent) => void;
const listeners = new Set<Listener>();
const [offlineSince, setOfflineSince] = createSignal<Date>();
export { offlineSince };

let source: EventSource | undefined;

/** Connects; the browser comes back by itself after a break, and everything is asked for anew then. */
export function connectLive(onBack: () => void): () => void {
  source = new EventSource("/api/v1/desk/events");
  source.addEventListener("change", (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as LiveEvent;
    for (const listener of listeners) listener(event);
  });
  source.addEventListener("open", () => {
    if (offlineSince() !== undefined) onBack();
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

/** Calls back on each change until the returned function is called. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
