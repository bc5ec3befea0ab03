// The page's side of the layout worker: one graph, one answer; a later question ends an earlier one.
import type { LayoutRequest, Places } from "./lay-out.ts";

export interface LayoutWorker {
  ask: (request: LayoutRequest, onPlaced: (places: Places) => void, onFailed: () => void) => void;
  end: () => void;
}

export function createLayoutWorker(): LayoutWorker {
  let worker: Worker | undefined;
  const end = (): void => {
    worker?.terminate();
    worker = undefined;
  };
  return {
    ask: (request, onPlaced, onFailed) => {
      end();
      const fresh = new Worker(new URL("./graph-worker.ts", import.meta.url), { type: "module" });
      worker = fresh;
      fresh.addEventListener("message", ({ data }: MessageEvent<Places>) => {
        end();
        onPlaced(data);
      });
      fresh.addEventListener("error", () => {
        end();
        onFailed();
      });
      fresh.postMessage(request);
    },
    end,
  };
}
