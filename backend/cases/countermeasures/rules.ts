// Which step a countermeasure may take next. Pure.
import { refusal } from "../work/rules.ts";
import { measureSteps, type MeasureState } from "./model.ts";

/** @throws refused for a step that does not follow from where it stands. */
export function decideMeasureStep(from: MeasureState, to: MeasureState): void {
  if (!measureSteps[from].includes(to))
    throw refusal("measure_step", `A countermeasure that is ${from} does not become ${to}.`);
}
