// Does the sum that stands for a puzzle: a worker searches while the person reads; the form carries the result.

export interface Proof {
  /** Resolves when the sum is done, or after `limitMs`: the report then goes without it. */
  wait(limitMs: number): Promise<void>;
  isDone(): boolean;
  fill(): void;
}

export function prepareProof(form: HTMLFormElement): Proof {
  const challenge = form.dataset["challenge"] ?? "";
  const difficulty = Number(form.dataset["difficulty"]);
  let nonce: string | undefined;
  const done = new Promise<void>((resolve) => {
    try {
      const worker = new Worker(new URL("./solve-in-worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = (event: MessageEvent<string>) => {
        nonce = event.data;
        worker.terminate();
        resolve();
      };
      worker.onerror = () => {
        resolve();
      };
      worker.postMessage({ challenge, difficulty });
    } catch {
      resolve();
    }
  });
  return {
    wait: async (limitMs) => {
      await Promise.race([done, new Promise<void>((resolve) => setTimeout(resolve, limitMs))]);
    },
    isDone: () => nonce !== undefined,
    fill: () => {
      if (nonce === undefined) return;
      put(form, "_challenge", challenge);
      put(form, "_nonce", nonce);
    },
  };
}

function put(form: HTMLFormElement, name: string, value: string): void {
  let field = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
}
