// The door to the doctor.
export type { Diagnosis } from "./diagnosis.ts";
export { examine } from "./examine.ts";
