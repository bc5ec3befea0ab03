// The door of pictures: what is written in the pictures that people send, read on this machine.
export { installedLanguages } from "./languages.ts";
export { lookAtPictures } from "./look-at-pictures.ts";
export type { PictureText } from "./model.ts";
export { readReportPictures } from "./read-report-pictures.ts";
export { pictureRoutes } from "./routes.ts";
