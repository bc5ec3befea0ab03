// The door of areas: the tree, its imports, its shapes, and who has charge of what.
export { importAreaFile, previewAreaImport } from "./import-area-file.ts";
export { listChosenAreas } from "./list-chosen.ts";
export { areaRoutes } from "./routes.ts";
export { boxOf, frameOf, pathOf } from "./shapes.ts";
export { simplifyShapes } from "./simplify-shapes.ts";
