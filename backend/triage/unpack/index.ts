// The door of unpacking: walk a file into its parts within limits, and say what could not be opened as a finding.
export { identifyContainer } from "./identify.ts";
export {
  type ContainerType,
  defaultUnpackLimits,
  type Obstacle,
  type ObstacleKind,
  type Part,
  type UnpackLimits,
  type WalkStep,
} from "./model.ts";
export { toObstacleFinding } from "./to-finding.ts";
export { walkParts } from "./walk-parts.ts";
