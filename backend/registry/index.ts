// The door of the register.
export { fillRegister } from "./fill-register.ts";
export { findHolders, type FoundHolder } from "./find-holders.ts";
export { registryRoutes } from "./routes.ts";
export { importAreas } from "./import-areas.ts";
export { readHeldValue } from "./rules.ts";
export { readProfileAt } from "./profile/read-profile.ts";
export {
  areaRoutes,
  boxOf,
  frameOf,
  importAreaFile,
  listChosenAreas,
  pathOf,
  previewAreaImport,
} from "./areas/index.ts";
