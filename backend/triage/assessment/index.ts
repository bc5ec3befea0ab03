// The door of assessment: from facts to class, severity, constituents and reasons.
export { assess } from "./assess.ts";
export { foldText } from "./symptom-words.ts";
