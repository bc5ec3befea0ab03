// What a form posts when it has to wait: its fields, sealed to the core where the page names what seals. Loaded while somebody types, so that it is here when the line is gone.
import type * as sealing from "./seal-form.ts";

const patienceMs = 8_000;

/** @returns what gives the fields for an entry of the outbox; undefined where they would lie there in clear. Files wait on their own. */
export function postedLater(form: HTMLFormElement): (id: string) => Promise<[string, string][] | undefined> {
  const { seal, key: keyId = "", public: publicKey = "" } = form.dataset;
  const fieldsOf = (): [string, string][] =>
    [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    );
  if (seal === undefined) return async () => fieldsOf();
  let loaded: Promise<typeof sealing | undefined> | undefined;
  const load = (): Promise<typeof sealing | undefined> =>
    (loaded ??= (import(/* @vite-ignore */ seal) as Promise<typeof sealing>).catch(() => {
      // Without a line it is asked for again at the next try.
      loaded = undefined;
      return undefined;
    }));
  form.addEventListener("input", () => void load(), { once: true });
  return async (id) => {
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
    try {
      const found = await Promise.race([load(), late]);
      return await found?.sealFields({ keyId, publicKey }, id, fieldsOf());
    } catch {
      return undefined;
    }
  };
}
