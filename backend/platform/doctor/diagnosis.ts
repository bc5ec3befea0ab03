// What the doctor says about one thing.
export interface Diagnosis {
  name: string;
  state: "good" | "notice" | "bad";
  /** What is so, in one sentence. */
  says: string;
  /** How to mend it. */
  mend?: string;
}
