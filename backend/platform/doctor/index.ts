// The door to the doctor.
export { type Diagnosis, examine } from "./examine.ts";
