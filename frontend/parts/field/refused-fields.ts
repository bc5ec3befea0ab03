// What a form knows of its fields: where each stands, what is wrong with it, and what the server refused of it by its name.
import { createContext } from "solid-js";
import type { Option } from "./field.tsx";

/** A field as the form's summary needs it. */
export interface FieldPlace {
  /** Of the box, to lead to it. */
  id: string;
  /** In the body that is sent, where it has one. */
  name: () => string | undefined;
  label: () => string;
  /** The sentence that stands beside it; undefined while nothing is wrong. */
  error: () => string | undefined;
}

export interface FormOfFields {
  /** Called by each field as it is made. @returns what takes it out again. */
  add: (place: FieldPlace) => () => void;
  /**
   * @param name of the field in the body that is sent ("reason", "names.fr")
   * @param options of a closed choice, so that the answers are named by their words
   * @returns what the server wants there instead, or undefined
   */
  refusalOf: (name: string, options?: Option[]) => string | undefined;
}

/** Given by a form around its fields; without one a field shows only the error that it is handed. */
export const FormOfFieldsContext = createContext<FormOfFields>();
