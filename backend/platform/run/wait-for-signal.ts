// Listens for the wish to end: Ctrl-C, SIGTERM, a closed terminal. Long steps stop at it, and parts know that ending is on purpose.
export interface Stopping {
  /** Aborted by a signal from outside; its reason is `StopAsked`. */
  asked: AbortSignal;
  /** Resolves with words for the operator at the first signal. */
  reason: Promise<string>;
  /** Says that parts which end now do so on purpose. */
  begin(): void;
  isStopping(): boolean;
}

/** What steps throw that end because somebody asked. */
export class StopAsked extends Error {
  constructor(words: string) {
    super(words);
    this.name = "StopAsked";
  }
}

const names = { SIGINT: "Ctrl-C", SIGTERM: "asked to end", SIGHUP: "the terminal closed" };

/** From here on signals do not kill this process: whoever calls it ends it in order. */
export function waitForSignal(): Stopping {
  const controller = new AbortController();
  let isStopping = false;
  const reason = new Promise<string>((resolve) => {
    for (const [name, words] of Object.entries(names)) {
      process.on(name, () => {
        isStopping = true;
        resolve(words);
        controller.abort(new StopAsked(words));
      });
    }
  });
  return {
    asked: controller.signal,
    reason,
    isStopping: () => isStopping,
    begin: () => void (isStopping = true),
  };
}
