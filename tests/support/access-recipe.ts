// What a recipe of the access matrix is: how one declared route's valid request is made for a caller, on an own, a foreign or a missing object.
import type { Act, StepUpBinding } from "../../backend/identity/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";

export type Target = "own" | "foreign" | "missing";

export interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Of a body that is no JSON, given as text. */
  mediaType?: string;
  form?: FormData;
  /** Beside the caller's own. */
  headers?: Record<string, string>;
  binding?: StepUpBinding;
  /** Text that the answer must hold: the object that was asked for. */
  shows?: string;
}

export interface Recipe {
  /** Objects beside the own one; a route with an id in its address must know "missing". */
  also?: readonly ("foreign" | "missing")[];
  /** The permission that a public route's verb asks; keys are held to it. */
  asks?: Act;
  /** What the allowed get, where it is not a success: the address is closed in this installation. */
  answers?: number;
  make(house: House, asker: Asker, target: Target): Promise<Asked>;
}

export const missing: readonly "missing"[] = ["missing"];
export const nothing = async (): Promise<Asked> => await Promise.resolve({});
export const empty = async (): Promise<Asked> => await Promise.resolve({ body: {} });
export const reason = "As agreed by telephone.";

export const recipe = (make: Recipe["make"], more: Omit<Recipe, "make"> = {}): Recipe => ({ make, ...more });
/** A route with one id in its address. */
export const onMissable = (
  key: string,
  find: (house: House) => Promise<string>,
  more: (id: string) => Partial<Asked> = () => ({}),
): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const id = target === "missing" ? newId() : await find(house);
      return { params: { [key]: id }, ...more(id) };
    },
    { also: missing },
  );
