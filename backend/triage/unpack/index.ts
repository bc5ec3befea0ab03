// The door of unpacking: walk a file into its parts within limits, and say what could not be opened as a finding.
export {
  defaultUnpackLimits,
  type Obstacle,
  type Part,
  type UnpackLimits,
} from "./model.ts";
export { identifyContainer } from "./identify.ts";
export { toObstacleFinding } from "./to-finding.ts";
export { walkParts } from "./walk-parts.ts";
